package dsp

import "math"

// fftPasses are the loops of a transform. Each pass reads x as four quarters
// side by side (last2: two halves) and writes y in blocks of four legs, stride
// samples each, so that the result comes out in order. The first pass, with
// stride 1, is apart: there it is the places that fill registers, not the samples
// of a leg. turn gives a quarter turn of z, part by part: (1, -1) times z with its
// parts exchanged is -i·z, (-1, 1) times that is i·z.
type fftPasses struct {
	first  func(y, x, tw []complex64, turn complex64)
	middle func(y, x, tw []complex64, stride int, turn complex64)
	last4  func(y, x []complex64, turn complex64, scale float32)
	last2  func(y, x []complex64, scale float32)
}

const (
	turnForward complex64 = 1 - 1i
	turnInverse complex64 = -1 + 1i
)

// twiddles returns the factors of every pass but the last: for a pass over
// blocks of n samples, e^(sign·2πi·kp/n) for the legs k = 1..3 and places
// p = 0..n/4-1. Those of the first pass are grouped by four places, leg by
// leg, those of the others lie together place by place.
func twiddles(points int, sign float64) (all [][]complex64) {
	group := 4
	for n := points; n > 4; n /= 4 {
		w := make([]complex64, 0, 3*n/4)
		for p := 0; p < n/4; p += group {
			for k := 1; k <= 3; k++ {
				for i := range group {
					sin, cos := math.Sincos(sign * 2 * math.Pi * float64(k*(p+i)) / float64(n))
					w = append(w, complex(float32(cos), float32(sin)))
				}
			}
		}
		all, group = append(all, w), 1
	}
	return all
}

var plainPasses = fftPasses{first: plainFirst, middle: plainMiddle, last4: plainLast4, last2: plainLast2}

func plainFirst(y, x, tw []complex64, turn complex64) {
	m := len(x) / 4
	a, b, c, d := x[:m], x[m:][:m], x[2*m:][:m], x[3*m:][:m]
	for p := range a {
		w := tw[p/4*12+p%4:]
		out := (*[4]complex64)(y[4*p:])
		y0, y1, y2, y3 := radix4(a[p], b[p], c[p], d[p], turn)
		out[0], out[1], out[2], out[3] = y0, product(y1, w[0]), product(y2, w[4]), product(y3, w[8])
	}
}

func plainMiddle(y, x, tw []complex64, stride int, turn complex64) {
	m := len(x) / 4
	for p := 0; p < m/stride; p++ {
		at := p * stride
		a, b, c, d := x[at:][:stride], x[at+m:][:stride], x[at+2*m:][:stride], x[at+3*m:][:stride]
		e, f, g, h := y[4*at:][:stride], y[4*at+stride:][:stride], y[4*at+2*stride:][:stride], y[4*at+3*stride:][:stride]
		w1, w2, w3 := tw[3*p], tw[3*p+1], tw[3*p+2]
		for q := range a {
			y0, y1, y2, y3 := radix4(a[q], b[q], c[q], d[q], turn)
			e[q], f[q], g[q], h[q] = y0, product(y1, w1), product(y2, w2), product(y3, w3)
		}
	}
}

func plainLast4(y, x []complex64, turn complex64, scale float32) {
	m := len(x) / 4
	a, b, c, d := x[:m], x[m:][:m], x[2*m:][:m], x[3*m:][:m]
	e, f, g, h := y[:m], y[m:][:m], y[2*m:][:m], y[3*m:][:m]
	for q := range a {
		y0, y1, y2, y3 := radix4(a[q], b[q], c[q], d[q], turn)
		e[q], f[q], g[q], h[q] = scaled(y0, scale), scaled(y1, scale), scaled(y2, scale), scaled(y3, scale)
	}
}

func plainLast2(y, x []complex64, scale float32) {
	m := len(x) / 2
	a, b, e, f := x[:m], x[m:][:m], y[:m], y[m:][:m]
	for q := range a {
		e[q], f[q] = scaled(a[q]+b[q], scale), scaled(a[q]-b[q], scale)
	}
}

// radix4 is the transform of four samples.
func radix4(a, b, c, d, turn complex64) (y0, y1, y2, y3 complex64) {
	sum, difference := b+d, b-d
	quarter := complex(real(turn)*imag(difference), imag(turn)*real(difference))
	return a + c + sum, a - c + quarter, a + c - sum, a - c - quarter
}

// product is a·b; the language's would test for infinities.
func product(a, b complex64) complex64 {
	return complex(real(a)*real(b)-imag(a)*imag(b), real(a)*imag(b)+imag(a)*real(b))
}

func scaled(a complex64, by float32) complex64 { return complex(real(a)*by, imag(a)*by) }
