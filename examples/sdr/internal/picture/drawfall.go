package picture

import (
	"fmt"
	"image"
	"io"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/palette"
	"gonum.org/v1/plot/palette/moreland"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// DrawWaterfall writes a waterfall as a PNG: offset from the centre in kHz, time
// downwards in seconds, level in colour with its scale beside it, the stations
// marked.
func DrawWaterfall(w io.Writer, f *Waterfall, l Labels) error {
	levels := make([]float64, 0, len(f.rows)*columns)
	for i := range f.rows {
		for k := range columns {
			levels = append(levels, f.Level(i, k))
		}
	}
	bottom, top := colourRange(levels)
	colours := moreland.ExtendedBlackBody()
	colours.SetMin(bottom)
	colours.SetMax(top)

	rows, samples := f.Rows()
	seconds := max(float64(rows*samples)/l.Rate, 1/l.Rate)
	p := plot.New()
	p.Title.Text = fmt.Sprintf("Spectrum over time, %g kS/s", l.Rate/1e3)
	p.Title.Padding = 8
	p.X.Label.Text = l.offset()
	p.Y.Label.Text = "time (s)"
	p.X.Min, p.X.Max = -l.Rate/2e3, l.Rate/2e3
	p.Y.Min, p.Y.Max = -seconds, 0 // downwards: the axis counts backwards
	p.X.Tick.Marker, p.Y.Tick.Marker = every(step(l.Rate/1e3)), downwards(seconds)
	p.X.Padding, p.Y.Padding = 0, 0
	if rows > 0 {
		p.Add(plotter.NewImage(raster(levels, colours), p.X.Min, p.Y.Min, p.X.Max, p.Y.Max))
	}
	for _, station := range l.Stations { // no colour can be read everywhere in it: their names are above
		if err := addStation(p, station/1e3, p.Y.Min, p.Y.Max, green, true); err != nil {
			return err
		}
	}

	scale := plot.New()
	scale.Title.Text, scale.Title.Padding = "dBFS", 8
	if len(l.Stations) > 0 {
		scale.Title.Padding += 6 // what their names take of the picture's height
	}
	scale.Add(&plotter.ColorBar{ColorMap: colours, Vertical: true})
	scale.HideX()
	scale.Y.Tick.Marker = every(10)
	scale.Y.Padding, scale.X.Padding = 0, 0

	c := vgimg.PngCanvas{Canvas: vgimg.New(width, height)}
	dc := draw.New(c)
	const bar = 0.9 * vg.Inch
	p.Draw(draw.Crop(dc, 0, -bar, 0, 0))
	// The bar has no labels below; without them it would reach further down.
	scale.Draw(draw.Crop(dc, width-bar, -0.1*vg.Inch, 0.45*vg.Inch, 0))
	_, err := c.WriteTo(w)
	return err
}

// colourRange returns whole tens of dB from just below what most of the picture
// shows up to the strongest, but for one dot in 5000.
func colourRange(levels []float64) (bottom, top float64) {
	if len(levels) == 0 {
		return -100, 0
	}
	sorted := slices.Clone(levels)
	slices.Sort(sorted)
	top = 10 * math.Ceil(sorted[len(sorted)-1-len(sorted)/5000]/10)
	bottom = 10 * math.Floor(sorted[len(sorted)/10]/10)
	return max(min(bottom, top-10), top-span), top
}

// raster is the picture itself, a dot for each level, in one of 256 colours.
func raster(levels []float64, colours palette.ColorMap) image.Image {
	low, high := colours.Min(), colours.Max()
	img := image.NewPaletted(image.Rect(0, 0, columns, len(levels)/columns), colours.Palette(256).Colors())
	for i, v := range levels {
		img.Pix[i] = uint8(255 * (max(low, min(v, high)) - low) / (high - low))
	}
	return img
}

// downwards marks the time on an axis that counts backwards from 0.
type downwards float64

// Ticks implements [plot.Ticker].
func (d downwards) Ticks(low, high float64) (t []plot.Tick) {
	unit := 1.0
	for float64(d) < 5*unit {
		unit /= 10
	}
	part := step(float64(d)/unit) * unit
	for n := 0.0; n*part <= -low*(1+1e-9); n++ {
		t = append(t, plot.Tick{Value: -n * part, Label: fmt.Sprintf("%.3g", n*part)})
	}
	return t
}
