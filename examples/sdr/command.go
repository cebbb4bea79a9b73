package main

import (
	"context"
	"strings"
)

// command is one of the things that sdr does.
type command struct {
	name, help string
	run        func(ctx context.Context, args []string, c console) error
}

// title is what the command is called by.
func (c command) title() string { return strings.TrimSpace("sdr " + c.name) }

var commands = []command{
	{"fm", fmHelp, runFM},
	{"adsb", adsbHelp, runADSB},
	{"spectrum", spectrumHelp, runSpectrum},
}

// choose returns the command that args name, fm if they name none, with what
// the messages of it begin with and the arguments that are left.
func choose(args []string) (title string, cmd command, rest []string, err error) {
	if len(args) == 0 || strings.HasPrefix(args[0], "-") {
		return "sdr", commands[0], args, nil
	}
	var names []string
	for _, c := range commands {
		if c.name == args[0] {
			return c.title(), c, args[1:], nil
		}
		names = append(names, c.name)
	}
	return "sdr", command{}, nil, usage("no command %q: there are %s; a recording is named by -in FILE", args[0], strings.Join(names, ", "))
}

const help = `sdr turns the samples of a radio into what is sent there.

  sdr [fm] ...          broadcast FM: stereo sound, name and text of each station
  sdr adsb ...          aircraft at 1090 MHz: identity, position, speed
  sdr spectrum ...      what is in a band: a view on the terminal and two pictures

Without -in, fm and adsb make a signal of their own, receive it and compare what
came with what was sent. fm is what sdr does when no command is named.

All take the same recordings and radios
  -in FILE         a SigMF recording (either file of the pair, or its name without
                   ending), raw samples, I and Q in turn, - for raw samples from
                   standard input, or a radio that rtl_tcp shares, as
                   rtl_tcp://localhost:1234 (with -frequency HZ, -gain DB, -ppm N)
  -format NAME     of raw samples: cu8 (rtl_sdr), cs8 (HackRF), cs16, cf32 (GNU
                   Radio); default: the ending of the file
  -rate HZ         samples a second of raw samples, as 2400000, 2400k or 2.4M;
                   default: what the name of the file says, as in
                   fm_93.1MHz_2.4Msps.cs16 or gqrx_20240131_235959_93100000_1800000_fc.raw
  -seconds S       no more than that

Examples
  sdr
  sdr fm -in wxrt_256k.sigmf-meta -deemphasis 75
  rtl_sdr -f 1090M -s 2400k - | sdr adsb -in - -format cu8 -rate 2.4M
  sdr fm -in rtl_tcp://localhost -frequency 93.1M
  sdr spectrum -in capture.cu8 -rate 1.024M

sdr fm -h, sdr adsb -h and sdr spectrum -h explain the rest. Exit status: 0 all is
well, 1 it failed, 2 the arguments make no sense.
`
