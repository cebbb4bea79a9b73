package picture_test

import (
	"bytes"
	"context"
	"image/png"
	"math"
	"slices"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/picture"
)

// A carrier that moves stands in its column at its time, however the stream is
// cut.
func TestWaterfallRows(t *testing.T) {
	low, high := carrier(-0.25, 0.1, 3*1024), carrier(0.125, 0.01, 2*1024)
	for _, batch := range []int{1, 1000, 1 << 20} {
		w := picture.NewWaterfall()
		for piece := range slices.Chunk(slices.Concat(low, high, high[:10]), batch) {
			w.Write(context.Background(), piece)
		}
		rows, samples := w.Rows()
		if rows != 5 || samples != 1024 {
			t.Fatalf("%d rows of %d samples", rows, samples)
		}
		for i := range rows {
			want, at := -20., 256
			if i >= 3 {
				want, at = -40, 640
			}
			if l := w.Level(i, at); math.Abs(l-want) > 0.01 {
				t.Errorf("row %d: %.2f dB", i, l)
			}
			if l := w.Level(i, 896-at); l > want-60 {
				t.Errorf("row %d: %.2f dB where nothing is", i, l)
			}
		}
	}
}

// However long the stream, it becomes one picture, and no power is lost.
func TestWaterfallOfALongStream(t *testing.T) {
	w := picture.NewWaterfall()
	block := carrier(0.25, 0.1, 1024)
	for n := range 1300 {
		if n == 700 {
			block = carrier(-0.25, 0.1, 1024)
		}
		w.Write(context.Background(), block)
	}
	rows, samples := w.Rows()
	if rows != 325 || samples != 4096 {
		t.Fatalf("%d rows of %d samples", rows, samples)
	}
	for i := range rows {
		at := 768
		if i >= 175 {
			at = 256
		}
		if l := w.Level(i, at); math.Abs(l+20) > 0.01 {
			t.Errorf("row %d: %.2f dB", i, l)
		}
	}
}

func TestDrawWaterfall(t *testing.T) {
	for _, blocks := range []int{0, 1, 50} { // also with no samples at all
		w := picture.NewWaterfall()
		w.Write(context.Background(), carrier(0.2, 0.5, blocks*1024))
		w.Write(context.Background(), []complex64{complex(float32(math.NaN()), 0), complex(float32(math.Inf(1)), 0)})
		w.Write(context.Background(), carrier(0.2, 0.5, min(blocks, 1)*1022))
		var b bytes.Buffer
		if err := picture.DrawWaterfall(&b, w, picture.Labels{Rate: 1.024e6, Stations: []float64{200e3}}); err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(&b)
		if err != nil {
			t.Fatal(err)
		}
		if size := img.Bounds().Size(); size.X < 800 || size.Y < 400 {
			t.Errorf("picture of %v", size)
		}
	}
}
