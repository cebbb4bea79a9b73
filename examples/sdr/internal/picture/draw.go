package picture

import (
	"fmt"
	"image/color"
	"io"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Labels says what the picture shows.
type Labels struct {
	Rate     float64   // samples a second
	Centre   float64   // on the air, Hz; 0 if unknown
	Stations []float64 // offsets from the centre, Hz
}

// offset is the label of the frequencies.
func (l Labels) offset() string {
	if l.Centre != 0 {
		return fmt.Sprintf("offset from %.3f MHz (kHz)", l.Centre/1e6)
	}
	return "offset from the centre (kHz)"
}

const (
	width, height = 10 * vg.Inch, 5 * vg.Inch // at 96 dots an inch
	span          = 110                       // dB shown at most
)

var (
	ink   = color.NRGBA{0x1f, 0x4e, 0x8c, 0xff}
	fill  = color.NRGBA{0x1f, 0x4e, 0x8c, 0x28}
	mark  = color.NRGBA{0xc0, 0x39, 0x2b, 0xff}
	green = color.NRGBA{0x00, 0x80, 0x48, 0xff} // no colour of the waterfall
	faint = color.NRGBA{0xe0, 0xe0, 0xe0, 0xff}
)

// Draw writes the spectrum as a PNG: offset from the centre in kHz, level of
// each line in dBFS, the stations marked.
func Draw(w io.Writer, s *Spectrum, l Labels) error {
	line := make(plotter.XYs, Points)
	top, bottom := math.Inf(-1), math.Inf(1)
	for i := range line {
		f, level := s.Line(i)
		line[i] = plotter.XY{X: f * l.Rate / 1e3, Y: level}
		top, bottom = max(top, level), min(bottom, level)
	}
	// Whole tens of dB, with room for the labels above the highest line.
	top = 10*math.Ceil(top/10) + 10
	bottom = max(10*math.Floor(bottom/10), top-span)

	p := plot.New()
	p.Title.Text = fmt.Sprintf("Mean spectrum, %g kS/s", l.Rate/1e3)
	p.Title.Padding = 8
	p.X.Label.Text = l.offset()
	p.Y.Label.Text = fmt.Sprintf("level in %.3g Hz (dBFS)", l.Rate/Points)
	p.X.Min, p.X.Max = -l.Rate/2e3, l.Rate/2e3
	p.Y.Min, p.Y.Max = bottom, top
	p.X.Tick.Marker, p.Y.Tick.Marker = every(step(l.Rate/1e3)), every(10)
	p.X.Padding, p.Y.Padding = 0, 0

	for i := range line {
		line[i].Y = max(line[i].Y, bottom)
	}
	curve, err := plotter.NewLine(line)
	if err != nil {
		return err
	}
	curve.Color, curve.FillColor, curve.Width = ink, fill, 1
	grid := plotter.NewGrid()
	grid.Vertical.Color, grid.Horizontal.Color = faint, faint
	p.Add(grid, curve)
	for _, station := range l.Stations {
		if err := addStation(p, station/1e3, bottom, top, mark, false); err != nil {
			return err
		}
	}

	c, err := p.WriterTo(width, height, "png")
	if err != nil {
		return err
	}
	_, err = c.WriteTo(w)
	return err
}

// addStation marks x kHz with a dashed line and its label beside the top of it, or
// above that, outside of the picture.
func addStation(p *plot.Plot, x, bottom, top float64, ink color.Color, above bool) error {
	line, err := plotter.NewLine(plotter.XYs{{X: x, Y: bottom}, {X: x, Y: top}})
	if err != nil {
		return err
	}
	line.Color, line.Width, line.Dashes = ink, 1, []vg.Length{4, 3}
	label, err := plotter.NewLabels(plotter.XYLabels{
		XYs:    plotter.XYs{{X: x, Y: top}},
		Labels: []string{signed(x) + " kHz"},
	})
	if err != nil {
		return err
	}
	style := &label.TextStyle[0]
	style.Color, style.YAlign = ink, draw.YTop
	style.Font.Size = font.Length(10)
	label.Offset = vg.Point{X: 4, Y: -4}
	switch {
	case above:
		style.XAlign, style.YAlign = draw.XCenter, draw.YBottom
		label.Offset = vg.Point{Y: 3}
	case p.X.Max-x < (p.X.Max-p.X.Min)/8: // no room on the right
		style.XAlign, label.Offset.X = draw.XRight, -4
	}
	p.Add(line, label)
	return nil
}

// signed writes v with its sign, and 0 without one.
func signed(v float64) string {
	if v == 0 {
		return "0"
	}
	return fmt.Sprintf("%+g", v)
}

// step returns the smallest of 1, 2, 5, 10, 20, ... that divides span into no
// more than twelve parts.
func step(span float64) float64 {
	for s := 1.0; ; s *= 10 {
		for _, m := range []float64{1, 2, 5} {
			if span <= 12*m*s {
				return m * s
			}
		}
	}
}

// every marks the multiples of a number.
type every float64

// Ticks implements [plot.Ticker].
func (e every) Ticks(low, high float64) []plot.Tick {
	var t []plot.Tick
	for n := math.Ceil(low / float64(e)); n*float64(e) <= high; n++ {
		v := n * float64(e)
		t = append(t, plot.Tick{Value: v, Label: fmt.Sprintf("%.0f", v+0)}) // + 0: no minus zero
	}
	return t
}
