package main

import (
	"io"
	"os"
	"time"

	"golang.org/x/term"

	"github.com/seed-ff569660/seamless/examples/fanout/internal/ecg"
	"github.com/seed-ff569660/seamless/examples/fanout/internal/strip"
	"github.com/seed-ff569660/seamless/metadata"
)

// frameTime is the least time between two pictures.
const frameTime = 40 * time.Millisecond

// terminal returns the file of a terminal, nil if w is none.
func terminal(w io.Writer) *os.File {
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return f
	}
	return nil
}

// stripRows is the height of a strip of so many rows that leaves room on a terminal.
func stripRows(f *os.File, rows int) int {
	if _, most, err := term.GetSize(int(f.Fd())); err == nil {
		rows = min(rows, most-3)
	}
	return max(rows, strip.LeastRows)
}

func startStrip(o options, c console) (subscriber, error) {
	shown := c.out
	if o.json {
		shown = c.log
	}
	if o.rows < strip.LeastRows {
		return nil, usage("-rows %d: a strip has %d at least", o.rows, strip.LeastRows)
	}
	f := terminal(shown)
	if f == nil {
		return &plain{strip.NewPlain(shown, o.lead)}, nil
	}
	l := &live{file: f, rows: stripRows(f, o.rows), screen: strip.NewScreen(f)}
	l.columns = l.width()
	l.strip = strip.New(o.lead, l.columns, l.rows)
	return l, l.screen.Draw(l.strip)
}

// live is the strip on a terminal.
type live struct {
	file          *os.File
	columns, rows int
	strip         *strip.Strip
	screen        *strip.Screen
	drawn         time.Time
}

// width returns the columns of the terminal but for the last, where some wrap.
func (l *live) width() int {
	columns, _, err := term.GetSize(int(l.file.Fd()))
	if err != nil || columns < 2 {
		return 79
	}
	return columns - 1
}

func (l *live) write(_ uint64, frames []ecg.Frame, _ []metadata.Tag) error {
	l.strip.Write(frames)
	if now := time.Now(); now.Sub(l.drawn) >= frameTime {
		l.drawn = now
		return l.draw()
	}
	return nil
}

func (l *live) draw() error {
	if columns := l.width(); columns != l.columns {
		l.columns = columns
		l.strip.Resize(columns, l.rows)
	}
	return l.screen.Draw(l.strip)
}

func (l *live) lose(n uint64) error { l.strip.Lose(n); return nil }

func (l *live) end(m *message) error {
	m.Beats = l.strip.Beats()
	return l.draw()
}

func (l *live) discard() {}

// plain is the strip where there is no terminal.
type plain struct{ *strip.Plain }

func (p *plain) write(_ uint64, frames []ecg.Frame, _ []metadata.Tag) error {
	return p.Plain.Write(frames)
}

func (p *plain) lose(n uint64) error { p.Plain.Lose(n); return nil }

func (p *plain) end(m *message) error { m.Beats = p.Beats(); return nil }

func (p *plain) discard() {}
