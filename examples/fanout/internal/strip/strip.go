package strip

import (
	"strconv"

	"github.com/seed-ff569660/seamless/examples/fanout/internal/ecg"
	"github.com/seed-ff569660/seamless/examples/fanout/internal/qrs"
)

// perDot is how many samples a dot is wide: 25 ms, so 80 columns are 4 s.
const perDot = 9

// The least size of a strip, in characters.
const (
	LeastColumns = 20
	LeastRows    = 4
)

// Strip is the end of an electrocardiogram as text: a line of figures, a line of
// marks over the beats, and the trace, two by four dots of Braille a character. It
// belongs to one goroutine.
type Strip struct {
	lead          int
	columns, rows int
	dots          []span // a ring: dot k of the signal is at k % len(dots)
	samples       uint64
	lost          uint64
	previous      int16
	pulse         pulse
	detects       qrs.Detector
	beats         []qrs.Beat
	cells         []byte // the dots of each character of the trace
}

// span is what a column of dots shows.
type span struct {
	low, high int16
	beat      bool
	gap       bool // frames were lost there
}

// New returns a Strip of a lead, 0 or 1, of columns by rows characters, at least
// LeastColumns by LeastRows.
func New(lead, columns, rows int) *Strip {
	s := &Strip{lead: lead}
	s.Resize(columns, rows)
	return s
}

// Resize changes the size; the trace begins anew, the figures stay.
func (s *Strip) Resize(columns, rows int) {
	s.columns, s.rows = max(columns, LeastColumns), max(rows, LeastRows)
	s.dots = make([]span, 2*s.columns)
	for i := range s.dots {
		s.dots[i] = empty
	}
	s.cells = make([]byte, s.columns*(s.rows-2))
}

// empty is a span with nothing in it.
var empty = span{low: 1, high: 0}

func (s *Strip) dot(sample uint64) *span { return &s.dots[sample/perDot%uint64(len(s.dots))] }

// Write takes frames. In the long run nothing is allocated.
func (s *Strip) Write(frames []ecg.Frame) {
	for _, f := range frames {
		v, d := f[s.lead], s.dot(s.samples)
		if s.samples == 0 {
			s.previous = v
		}
		if s.samples%perDot == 0 { // a line from the dot before to here
			*d = span{low: min(v, s.previous), high: max(v, s.previous), gap: d.gap}
		} else if d.low > d.high { // after Resize
			d.low, d.high = v, v
		}
		d.low, d.high = min(d.low, v), max(d.high, v)
		s.previous = v
		s.samples++
		if s.samples%perDot == 0 {
			*s.dot(s.samples) = empty
		}
	}
	s.beats = s.detects.DetectLead(s.beats[:0], frames, s.lead)
	for _, b := range s.beats {
		s.pulse.beat(b.Interval)
		if s.samples/perDot-b.Sample/perDot < uint64(len(s.dots)) {
			s.dot(b.Sample).beat = true
		}
	}
}

// Lose says that n frames were lost before those that come next: there is a mark.
func (s *Strip) Lose(n uint64) {
	s.lost += n
	s.dot(s.samples).gap = n > 0
}

// Beats returns how many beats are known.
func (s *Strip) Beats() int { return s.pulse.beats }

// Append appends the strip to dst: as many lines as it has rows, each of as many
// characters as it has columns at most, and ended by a line feed.
func (s *Strip) Append(dst []byte) []byte {
	dst = s.figures(dst)
	first := s.samples/perDot + 1 // the oldest dot: the one after the newest
	for c := range s.columns {
		mark := " "
		for k := range uint64(2) {
			switch d := s.dots[(first+2*uint64(c)+k)%uint64(len(s.dots))]; {
			case d.gap:
				mark = "!"
			case d.beat && mark == " ":
				mark = "▼"
			}
		}
		dst = append(dst, mark...)
	}
	dst = append(dst, '\n')
	s.trace(first)
	for i, c := range s.cells {
		dst = append(dst, 0xe2, 0xa0|c>>6, 0x80|c&0x3f) // U+2800 + c
		if i%s.columns == s.columns-1 {
			dst = append(dst, '\n')
		}
	}
	return dst
}

// figures appends the first line, cut to the columns.
func (s *Strip) figures(dst []byte) []byte {
	from := len(dst)
	if r := s.pulse.rate(); r > 0 {
		dst = append(strconv.AppendFloat(dst, r, 'f', 0, 64), " a minute  RR "...)
		dst = append(strconv.AppendUint(dst, milliseconds(s.pulse.last), 10), " ms  "...)
	} else {
		dst = append(dst, "-- a minute  "...)
	}
	dst = append(strconv.AppendInt(dst, int64(s.pulse.beats), 10), " beats  "...)
	seconds := s.samples / ecg.Rate
	dst = append(strconv.AppendUint(dst, seconds/60, 10), ':', '0'+byte(seconds%60/10), '0'+byte(seconds%10))
	if s.lost > 0 {
		dst = append(strconv.AppendUint(append(dst, "  "...), s.lost, 10), " lost"...)
	}
	if len(dst)-from > s.columns {
		dst = dst[:from+s.columns]
	}
	return append(dst, '\n')
}

// bits are the dots of a character of Braille: by column, from the top down.
var bits = [2][4]byte{{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}}

// trace sets the dots of the trace, the oldest at the left. The scale is that of
// what is to be seen, but not finer than 1 mV over all.
func (s *Strip) trace(first uint64) {
	clear(s.cells)
	low, high := int16(ecg.Most), int16(ecg.Least)
	for _, d := range s.dots {
		if d.low <= d.high {
			low, high = min(low, d.low), max(high, d.high)
		}
	}
	if low > high {
		return
	}
	height := 4 * (s.rows - 2)
	bottom, size := float64(low), float64(high)-float64(low)
	if size < ecg.Gain {
		bottom, size = bottom-(ecg.Gain-size)/2, ecg.Gain
	}
	row := func(v int16) int { return height - 1 - int((float64(v)-bottom)/size*float64(height-1)+0.5) }
	for i := range s.dots {
		d := s.dots[(first+uint64(i))%uint64(len(s.dots))]
		if d.low > d.high {
			continue
		}
		for y := row(d.high); y <= row(d.low); y++ {
			s.cells[y/4*s.columns+i/2] |= bits[i%2][y%4]
		}
	}
}
