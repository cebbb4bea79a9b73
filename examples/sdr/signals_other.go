//go:build !unix

package main

import "os"

var interrupts = []os.Signal{os.Interrupt}

func keepFromDying() {}

func nobodyReads(error) bool { return false }
