package fm_test

import (
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/fm"
)

type transformer[In, Out any] interface {
	Transform(dst []Out, src []In, atEOF bool) (nDst, nSrc int, err error)
}

// drive feeds all of src through t in pieces whose sizes batch chooses.
func drive[In, Out any](tb testing.TB, t transformer[In, Out], src []In, batch func() int) []Out {
	tb.Helper()
	var out []Out
	for used, shown := 0, 0; ; {
		dst := make([]Out, batch())
		nDst, nSrc, err := t.Transform(dst, src[used:shown:shown], shown == len(src))
		if err != nil {
			tb.Fatal(err)
		}
		out, used = append(out, dst[:nDst]...), used+nSrc
		if nDst > 0 || nSrc > 0 {
			continue
		}
		if shown == len(src) {
			if used < shown {
				tb.Fatalf("%T stands still with %d samples unused", t, shown-used)
			}
			return out
		}
		shown = min(shown+batch(), len(src))
	}
}

// listen runs the whole chain of c over the samples of a band, one block after
// the other, and returns what a listener hears.
func listen(tb testing.TB, c fm.Config, band []complex64, batch func() int) ([]fm.Frame, *fm.Receiver) {
	tb.Helper()
	r, err := fm.New(c)
	if err != nil {
		tb.Fatal(err)
	}
	shifted := drive(tb, r.Shift, band, batch)
	channel := drive(tb, r.Channel, shifted, batch)
	multiplex := drive(tb, r.Demod, channel, batch)
	level := drive(tb, r.Aperture, multiplex, batch)
	sums := drive(tb, r.Stereo, level, batch)
	flat := drive(tb, r.DeEmphasis, sums, batch)
	audio := drive(tb, r.Audio, flat, batch)
	centred := drive(tb, r.Mean, audio, batch)
	return drive(tb, r.Matrix, centred, batch), r
}

func pieces(n int) func() int { return func() int { return n } }

// lane returns one of the two lanes of frames.
func lane(frames []fm.Frame, i int) []float64 {
	s := make([]float64, len(frames))
	for n, f := range frames {
		s[n] = float64(f[i])
	}
	return s
}
