package strip

import (
	"fmt"
	"io"

	"github.com/seed-ff569660/seamless/examples/fanout/internal/ecg"
	"github.com/seed-ff569660/seamless/examples/fanout/internal/qrs"
)

// Plain writes a line for each second of the signal: the heart rate, how many beats
// there were and the last interval, as far as is known by then. It belongs to one
// goroutine.
type Plain struct {
	to      io.Writer
	lead    int
	frames  uint64
	lost    uint64
	pulse   pulse
	detects qrs.Detector
	beats   []qrs.Beat
}

// NewPlain returns a Plain of a lead, 0 or 1.
func NewPlain(to io.Writer, lead int) *Plain { return &Plain{to: to, lead: lead} }

// Write takes frames. What it writes does not depend on how they are cut.
func (p *Plain) Write(frames []ecg.Frame) error {
	for len(frames) > 0 {
		n := min(len(frames), int(ecg.Rate-p.frames%ecg.Rate))
		p.beats = p.detects.DetectLead(p.beats[:0], frames[:n], p.lead)
		for _, b := range p.beats {
			p.pulse.beat(b.Interval)
		}
		p.frames += uint64(n)
		frames = frames[n:]
		if p.frames%ecg.Rate == 0 {
			if err := p.line(); err != nil {
				return err
			}
		}
	}
	return nil
}

// Lose says that n frames were lost before those that come next.
func (p *Plain) Lose(n uint64) { p.lost += n }

// Beats returns how many beats are known.
func (p *Plain) Beats() int { return p.pulse.beats }

func (p *Plain) line() error {
	rate, interval := "--", "--"
	if r := p.pulse.rate(); r > 0 {
		rate, interval = fmt.Sprintf("%.0f", r), fmt.Sprint(milliseconds(p.pulse.last))
	}
	lost := ""
	if p.lost > 0 {
		lost = fmt.Sprintf(", %d frames lost", p.lost)
	}
	_, err := fmt.Fprintf(p.to, "%4d s  %3s a minute, %d beats, last interval %s ms%s\n", p.frames/ecg.Rate, rate, p.pulse.beats, interval, lost)
	return err
}
