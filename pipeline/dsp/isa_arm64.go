package dsp

// neon is what every arm64 processor has.
const neon isa = 1

func (isa) name() string { return "NEON" }

func best() isa { return neon }
