package rds

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// Errors of NewEncoder.
var (
	ErrCharacter = errors.New("no character of RDS")
	ErrTooLong   = errors.New("too long for RDS")
	ErrRange     = errors.New("out of range for RDS")
)

// Programme is what a station says of itself.
type Programme struct {
	PI                           uint16
	ProgrammeType                uint8 // 0..31
	Traffic, Announcement, Music bool
	Name                         string    // up to 8 characters
	Text                         string    // up to 64 characters; "": no RadioText
	Clock                        time.Time // when the first bit is sent; zero: no clock
	Alternatives                 []float64 // Hz, 87.6 to 107.9 MHz, up to 25
}

// Encoder makes the groups of a programme, over and over: the name and the text in
// turns, so that the name comes whole every 0.7 s and a text of 64 characters every
// 2.8 s, and the time at the beginning of each minute. It makes the same groups for
// the same Programme, and allocates nothing.
type Encoder struct {
	common       uint16 // of block B: TP, PTY
	pi           uint16
	basic        uint16 // of block B of 0A: TA, MS
	name         [8]byte
	text         []byte   // a whole number of segments
	alternatives []uint16 // pairs of codes

	start        time.Time
	groups       int // so far
	names, texts int // of these
}

// NewEncoder checks p and returns its encoder. Errors wrap [ErrCharacter],
// [ErrTooLong] or [ErrRange].
func NewEncoder(p Programme) (*Encoder, error) {
	if p.ProgrammeType > 31 {
		return nil, fmt.Errorf("%w: programme type %d of 31", ErrRange, p.ProgrammeType)
	}
	name, err := fitting(p.Name, 8)
	if err != nil {
		return nil, fmt.Errorf("name: %w", err)
	}
	text, err := fitting(p.Text, 64)
	if err != nil {
		return nil, fmt.Errorf("text: %w", err)
	}
	e := &Encoder{pi: p.PI, common: uint16(p.ProgrammeType) << 5, start: p.Clock}
	if p.Traffic {
		e.common |= 0x400
	}
	if p.Announcement {
		e.basic |= 0x10
	}
	if p.Music {
		e.basic |= 0x08
	}
	copy(e.name[:], fmt.Appendf(nil, "%-8s", name))
	if e.text = text; len(text) > 0 && len(text) < 64 {
		e.text = append(e.text, endOfText)
	}
	for len(e.text)%4 != 0 {
		e.text = append(e.text, ' ')
	}
	if e.alternatives, err = frequencyCodes(p.Alternatives); err != nil {
		return nil, err
	}
	return e, nil
}

// fitting returns s in the character set of RDS if it has no more than limit.
func fitting(s string, limit int) ([]byte, error) {
	b, err := characters(s)
	if err == nil && len(b) > limit {
		err = fmt.Errorf("%w: %q has %d characters, may have %d", ErrTooLong, s, len(b), limit)
	}
	return b, err
}

// frequencyCodes returns the codes of a list of frequencies, two to a block, the
// first being their number (method A of IEC 62106-2).
func frequencyCodes(hz []float64) ([]uint16, error) {
	const none, filler, most = 224, 205, 25
	if len(hz) > most {
		return nil, fmt.Errorf("%w: %d other frequencies, may be %d", ErrTooLong, len(hz), most)
	}
	codes := []uint16{none + uint16(len(hz))}
	for _, f := range hz {
		code := math.Round((f - 87.5e6) / 100e3)
		if !(code >= 1 && code <= 204) {
			return nil, fmt.Errorf("%w: another frequency of %g Hz, must lie from 87.6 to 107.9 MHz", ErrRange, f)
		}
		codes = append(codes, uint16(code))
	}
	if len(codes)%2 != 0 {
		codes = append(codes, filler)
	}
	pairs := make([]uint16, len(codes)/2)
	for i := range pairs {
		pairs[i] = codes[2*i]<<8 | codes[2*i+1]
	}
	return pairs, nil
}
