//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux || windows

package shmlink

import "unsafe"

// journalIn returns the journal at the start of a mapping.
//
// Safety: a mapping begins at a page, and is longer than a journal.
func journalIn(b []byte) *journal { return (*journal)(unsafe.Pointer(unsafe.SliceData(b))) }
