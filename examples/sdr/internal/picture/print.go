package picture

import (
	"fmt"
	"io"
	"math"
	"strings"
	"unicode/utf8"
)

const (
	lines  = 16 // of the view, above the axis
	margin = 7  // columns for the levels on the left
)

// Print writes the spectrum as text with bars, width columns wide (40 at least):
// in each column the strongest of its lines, offset from the centre in kHz below,
// dBFS on the left.
func Print(w io.Writer, s *Spectrum, l Labels, width int) error {
	n := max(width, 40) - margin - 1
	levels := make([]float64, n)
	lowest, highest := math.Inf(1), math.Inf(-1)
	for i := range levels {
		levels[i] = math.Inf(-1)
		for k := i * Points / n; k < max((i+1)*Points/n, i*Points/n+1); k++ {
			_, level := s.Line(k)
			levels[i] = max(levels[i], level)
		}
		lowest, highest = min(lowest, levels[i]), max(highest, levels[i])
	}
	top := 5 * math.Ceil(max(highest, lowest+15)/5)
	// A quarter of the height is a whole multiple of 5 dB.
	bottom := top - min(20*math.Ceil((top-lowest+1)/20), 120)

	bars := []rune(" ▁▂▃▄▅▆▇█")
	var b strings.Builder
	for y := range lines {
		label := ""
		if y%4 == 0 {
			label = fmt.Sprintf("%.0f", top-float64(y)*(top-bottom)/lines)
		}
		fmt.Fprintf(&b, "%*s ┤", margin-2, label)
		row := []rune{}
		for _, level := range levels {
			height := (level - bottom) / (top - bottom) * lines // in rows
			part := math.Round((height - float64(lines-1-y)) * 8)
			row = append(row, bars[int(max(0, min(part, 8)))])
		}
		b.WriteString(strings.TrimRight(string(row), " ") + "\n")
	}
	axis, labels := frequencies(l.Rate/1e3, n)
	fmt.Fprintf(&b, "%*.0f └%s\n%*s%s\n", margin-2, bottom, axis, margin, "", labels)
	fmt.Fprintf(&b, "%*slevel in %.3g Hz (dBFS), %s\n", margin, "", l.Rate/Points, l.offset())
	_, err := io.WriteString(w, b.String())
	return err
}

// frequencies returns an axis of rate kHz in n columns, and what stands below it.
func frequencies(rate float64, n int) (axis, labels string) {
	part := step(rate)
	for n < int(rate/part)*9 { // a label and some air for each
		part *= 2
	}
	dashes := []rune(strings.Repeat("─", n))
	text := []rune(strings.Repeat(" ", n+margin))
	for k := math.Ceil(-rate / 2 / part); k*part <= rate/2; k++ {
		at := min(int((k*part+rate/2)/rate*float64(n)), n-1)
		dashes[at] = '┬'
		label := signed(k * part)
		from := max(0, at-utf8.RuneCountInString(label)/2)
		copy(text[from:], []rune(label))
	}
	return string(dashes), strings.TrimRight(string(text), " ")
}
