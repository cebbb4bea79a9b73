package strip

import (
	"io"
	"strconv"
)

// Screen draws a Strip over and over at the same place of a terminal, which knows
// the usual escape sequences (ECMA-48). It belongs to one goroutine.
type Screen struct {
	to   io.Writer
	rows int // of what is there already
	text []byte
	line []byte
}

// NewScreen returns a Screen on a terminal.
func NewScreen(to io.Writer) *Screen { return &Screen{to: to} }

// Draw draws the strip where it was drawn before, at first where the cursor is; the
// cursor is then below it. It writes once.
func (s *Screen) Draw(strip *Strip) error {
	s.line = strip.Append(s.line[:0])
	s.text = s.text[:0]
	if s.rows > 0 {
		s.text = append(s.text, "\x1b["...)
		s.text = append(strconv.AppendInt(s.text, int64(s.rows), 10), 'F') // up, to the beginning of the line
	}
	s.text = append(s.text, "\x1b[J"...) // erase what is below
	s.text = append(s.text, s.line...)
	s.rows = strip.rows
	_, err := s.to.Write(s.text)
	return err
}
