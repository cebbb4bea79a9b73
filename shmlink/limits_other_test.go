//go:build darwin || dragonfly || freebsd || netbsd || openbsd || windows

package shmlink

// limitRoles are those of processes that have little: of Linux alone.
var limitRoles map[string]func(o orders) error
