package rtltcp

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// ErrRange is wrapped when a setting does not go into a command.
var ErrRange = errors.New("out of the range of the protocol")

// Settings are what a client tells the server when it connects. All are sent,
// also those left zero, because the server may still have those of the client
// before; only for Frequency and Rate zero means to leave them as they are.
type Settings struct {
	Frequency      float64 // Hz, up to 4294967295; rounded
	Rate           float64 // samples per second, up to 4294967295; rounded
	Gain           Gain    // of the tuner; automatic unless it is DB
	PPM            int     // frequency correction, parts per million
	AGC            bool    // automatic gain in the digital part
	DirectSampling int     // 0 off, 1 the I input, 2 the Q input
	OffsetTuning   bool
	BiasTee        bool

	// Timeout bounds the time for connecting and for the greeting, and how
	// long a command may take to be sent; 0 is 5 s.
	Timeout time.Duration
}

const defaultTimeout = 5 * time.Second

// Gain is the gain of a tuner; the zero Gain is automatic.
type Gain struct {
	manual bool
	dB     float64
}

// DB returns a gain set by hand, in dB; the protocol has steps of 0.1 dB, and
// the tuner takes the nearest it can do.
func DB(dB float64) Gain { return Gain{true, dB} }

// String returns the gain as "29.7 dB" or "automatic".
func (g Gain) String() string {
	if !g.manual {
		return "automatic"
	}
	return fmt.Sprintf("%.1f dB", g.dB)
}

// commands returns what sets the settings, in the order of the clients of the
// field: the frequency after all that may move it.
func (s Settings) commands() (list []Command, err error) {
	add := func(more []Command, e error) { list, err = append(list, more...), errors.Join(err, e) }
	if s.Rate != 0 {
		add(whole(Rate, s.Rate))
	}
	add(ppm(s.PPM))
	add(s.Gain.commands())
	add(flag(AGC, s.AGC), nil)
	add(directSampling(s.DirectSampling))
	add(flag(OffsetTuning, s.OffsetTuning), nil)
	add(flag(BiasTee, s.BiasTee), nil)
	if s.Frequency != 0 {
		add(whole(Frequency, s.Frequency))
	}
	return list, err
}

func whole(op Op, hz float64) ([]Command, error) {
	rounded := math.Round(hz)
	if !(rounded >= 0 && rounded <= math.MaxUint32) {
		return nil, fmt.Errorf("rtltcp: %s %v Hz, 0 to %d can be said: %w", op, hz, uint32(math.MaxUint32), ErrRange)
	}
	return []Command{{op, uint32(rounded)}}, nil
}

func (g Gain) commands() ([]Command, error) {
	if !g.manual {
		return []Command{{GainMode, 0}}, nil
	}
	tenths, err := tenths(g.dB, math.MinInt32, math.MaxInt32)
	return []Command{{GainMode, 1}, {TunerGain, uint32(tenths)}}, err
}

func ifGain(stage int, dB float64) ([]Command, error) {
	if stage < 0 || stage > math.MaxUint16 {
		return nil, fmt.Errorf("rtltcp: IF gain of stage %d, 0 to %d can be said: %w", stage, math.MaxUint16, ErrRange)
	}
	tenths, err := tenths(dB, math.MinInt16, math.MaxInt16)
	return []Command{{IFGain, uint32(stage)<<16 | uint32(uint16(tenths))}}, err
}

func tenths(dB, low, high float64) (int32, error) {
	t := math.Round(dB * 10)
	if !(t >= low && t <= high) {
		return 0, fmt.Errorf("rtltcp: gain %v dB, %v to %v can be said: %w", dB, low/10, high/10, ErrRange)
	}
	return int32(t), nil
}

func ppm(n int) ([]Command, error) {
	if n != int(int32(n)) {
		return nil, fmt.Errorf("rtltcp: correction of %d ppm: %w", n, ErrRange)
	}
	return []Command{{PPM, uint32(n)}}, nil
}

func directSampling(mode int) ([]Command, error) {
	if mode < 0 || mode > 2 {
		return nil, fmt.Errorf("rtltcp: direct sampling %d, 0 to 2 can be said: %w", mode, ErrRange)
	}
	return []Command{{DirectSampling, uint32(mode)}}, nil
}

func flag(op Op, on bool) []Command {
	if on {
		return []Command{{op, 1}}
	}
	return []Command{{op, 0}}
}
