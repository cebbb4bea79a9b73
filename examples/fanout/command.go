package main

import (
	"context"
	"strings"
)

// command is one of the things that fanout does.
type command struct {
	name, help string
	run        func(ctx context.Context, args []string, c console) error
}

// title is what the command is called by.
func (c command) title() string { return strings.TrimSpace("fanout " + c.name) }

var commands = []command{
	{"", help, runDemo},
	{"publish", publishHelp, runPublish},
	{"subscribe", subscribeHelp, runSubscribe},
}

// choose returns the command that args name, the demonstration if they name none,
// with what the messages of it begin with and the arguments that are left.
func choose(args []string) (title string, cmd command, rest []string, err error) {
	if len(args) == 0 || strings.HasPrefix(args[0], "-") {
		return "fanout", commands[0], args, nil
	}
	for _, c := range commands[1:] {
		if c.name == args[0] {
			return c.title(), c, args[1:], nil
		}
	}
	return "fanout", command{}, nil, usage("no command %q: there are publish, subscribe; a record is named by -in FILE", args[0])
}
