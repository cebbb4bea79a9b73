package dsp

import "fmt"

func panicf(format string, args ...any) { panic("dsp: " + fmt.Sprintf(format, args...)) }
