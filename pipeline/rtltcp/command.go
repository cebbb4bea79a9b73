package rtltcp

import (
	"encoding/binary"
	"fmt"
	"io"
)

// Op says what a command sets.
type Op uint8

const (
	Frequency      Op = 0x01 + iota // Hz
	Rate                            // samples per second
	GainMode                        // 0 automatic, 1 manual
	TunerGain                       // 0.1 dB, signed
	PPM                             // frequency correction in parts per million, signed
	IFGain                          // stage in the upper 16 bits, 0.1 dB, signed, in the lower
	TestMode                        // 1: a counter instead of samples
	AGC                             // 1: automatic gain in the digital part
	DirectSampling                  // 0 off, 1 the I input, 2 the Q input
	OffsetTuning                    // 1 on
	CrystalRTL                      // Hz
	CrystalTuner                    // Hz
	GainIndex                       // which of the tuner's gains, from 0
	BiasTee                         // 1: feeds the antenna's amplifier
)

var opNames = [...]string{
	Frequency:      "frequency",
	Rate:           "rate",
	GainMode:       "gain mode",
	TunerGain:      "tuner gain",
	PPM:            "ppm",
	IFGain:         "IF gain",
	TestMode:       "test mode",
	AGC:            "AGC",
	DirectSampling: "direct sampling",
	OffsetTuning:   "offset tuning",
	CrystalRTL:     "RTL crystal",
	CrystalTuner:   "tuner crystal",
	GainIndex:      "gain index",
	BiasTee:        "bias tee",
}

// known tells whether there is a constant for the op.
func (o Op) known() bool { return o >= Frequency && o <= BiasTee }

// String returns the name of the op.
func (o Op) String() string {
	if o.known() {
		return opNames[o]
	}
	return fmt.Sprintf("Op(%#02x)", uint8(o))
}

// Command is what a client tells a server to do.
type Command struct {
	Op  Op
	Arg uint32
}

const commandSize = 1 + 4

// Signed returns the argument of a command that takes a signed one: TunerGain
// in 0.1 dB, PPM.
func (c Command) Signed() int { return int(int32(c.Arg)) }

// IFGain returns the two parts of the argument of an IFGain command.
func (c Command) IFGain() (stage int, dB float64) {
	return int(c.Arg >> 16), float64(int16(c.Arg)) / 10
}

// String returns op and argument, as "frequency 93100000".
func (c Command) String() string {
	switch c.Op {
	case TunerGain, PPM:
		return fmt.Sprintf("%s %d", c.Op, c.Signed())
	case IFGain:
		stage, dB := c.IFGain()
		return fmt.Sprintf("%s of stage %d %.1f dB", c.Op, stage, dB)
	}
	return fmt.Sprintf("%s %d", c.Op, c.Arg)
}

// Append appends the 5 bytes of the command as they go over the wire.
func (c Command) Append(dst []byte) []byte {
	return binary.BigEndian.AppendUint32(append(dst, byte(c.Op)), c.Arg)
}

// ReadCommand reads the next command, of any op, however it is split. It takes
// 5 bytes from r, not one more. At the end of r between two commands the error
// is io.EOF, within one io.ErrUnexpectedEOF.
func ReadCommand(r io.Reader) (Command, error) {
	var b [commandSize]byte
	if _, err := io.ReadFull(r, b[:]); err != nil {
		return Command{}, err
	}
	return Command{Op(b[0]), binary.BigEndian.Uint32(b[1:])}, nil
}
