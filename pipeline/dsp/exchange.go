package dsp

import (
	"errors"
	"math"
)

// exchange is the algorithm of E. Ya. Remez, 1934: a polynomial in cos(2πf)
// that misses the wanted gain by the same weighted error, with signs in turn, at
// one frequency more than it has coefficients, the nodes, and then these
// frequencies anew where the error is greatest.
type exchange struct {
	even bool // number of taps: the gain is cos(πf) times the polynomial
	grid []gridPoint

	nodes   []int // in the grid
	x, y, w []float64
	ripple  float64 // at the nodes, with the sign of the first
	worst   float64 // error of all
	nothing float64 // an error that float32 taps will not show
	errors  []float64
}

// gridPoint is a frequency, as x = cos(2πf), and what the polynomial shall be there.
type gridPoint struct {
	x, gain, weight float64
	band            int
}

const gridDensity = 32 // points for each node

func newExchange(taps int, rate float64, bands []Band) *exchange {
	e := &exchange{even: taps%2 == 0}
	nodes := (taps+1)/2 + 1
	width := 0.0
	for _, b := range bands {
		width += b.To - b.From
		e.nothing = max(e.nothing, 1e-9*b.Weight*math.Abs(b.Gain))
	}
	for k, b := range bands {
		n := int(math.Ceil(float64(gridDensity*nodes) * (b.To - b.From) / width))
		for i := range n + 1 {
			f := b.From + (b.To-b.From)*float64(i)/float64(n)
			p := gridPoint{x: math.Cos(2 * math.Pi * f / rate), band: k}
			factor := e.factor(p.x)
			if factor < 1e-9 { // the polynomial is worth nothing at rate/2
				continue
			}
			p.gain, p.weight = b.Gain/factor, b.Weight*factor
			e.grid = append(e.grid, p)
		}
	}
	e.nodes = make([]int, nodes)
	for i := range e.nodes {
		e.nodes[i] = i * (len(e.grid) - 1) / (nodes - 1)
	}
	e.x, e.y, e.w = make([]float64, nodes), make([]float64, nodes), make([]float64, nodes)
	e.errors = make([]float64, len(e.grid))
	return e
}

// factor is what the polynomial is multiplied by at x: 1, or cos(πf).
func (e *exchange) factor(x float64) float64 {
	if e.even {
		return math.Sqrt(max(0, 1+x) / 2)
	}
	return 1
}

// settle exchanges nodes until the error is nowhere greater than at the nodes.
func (e *exchange) settle() error {
	for range 100 {
		e.interpolate()
		e.measure()
		if math.IsNaN(e.worst) {
			return errors.New("the nodes fall together")
		}
		if e.worst <= math.Abs(e.ripple)*(1+1e-6)+e.nothing {
			return nil
		}
		copy(e.nodes, e.fewest(e.alternating()))
	}
	return errors.New("no end to the exchange")
}

// interpolate lays the polynomial through the nodes, with the ripple that lets
// it have a degree less than they would need.
func (e *exchange) interpolate() {
	for i, n := range e.nodes {
		e.x[i] = e.grid[n].x
	}
	over, under, sign := 0.0, 0.0, 1.0
	for i, n := range e.nodes {
		// Twice the differences: their product stays about 1, however many.
		w := 1.0
		for j, x := range e.x {
			if j != i {
				w /= 2 * (e.x[i] - x)
			}
		}
		e.w[i] = w
		over += w * e.grid[n].gain
		under += w * sign / e.grid[n].weight
		sign = -sign
	}
	e.ripple, sign = over/under, 1
	for i, n := range e.nodes {
		e.y[i] = e.grid[n].gain - sign*e.ripple/e.grid[n].weight
		sign = -sign
	}
}

// measure sets the errors. Those at the nodes are what they were made to be: a
// ripple far below 1 would be lost in their difference, and with it the sign.
func (e *exchange) measure() {
	e.worst = math.Abs(e.ripple)
	for i, p := range e.grid {
		e.errors[i] = (p.gain - e.gain(p.x)) * p.weight
		e.worst = max(e.worst, math.Abs(e.errors[i]))
	}
	ripple := e.ripple
	for _, n := range e.nodes {
		e.errors[n] = ripple
		ripple = -ripple
	}
}

// gain is the polynomial at x = cos(2πf).
func (e *exchange) gain(x float64) float64 {
	over, under := 0.0, 0.0
	for i, w := range e.w {
		d := x - e.x[i]
		if d == 0 {
			return e.y[i]
		}
		over += w / d * e.y[i]
		under += w / d
	}
	return over / under
}

// alternating returns where the error is greatest, its sign changing from each
// to the next.
func (e *exchange) alternating() (list []int) {
	for i, v := range e.errors {
		higher := func(j int) bool {
			return j >= 0 && j < len(e.grid) && e.grid[j].band == e.grid[i].band &&
				math.Signbit(e.errors[j]) == math.Signbit(v) && math.Abs(e.errors[j]) > math.Abs(v)
		}
		if higher(i-1) || higher(i+1) {
			continue
		}
		switch n := len(list); {
		case n == 0 || math.Signbit(e.errors[list[n-1]]) != math.Signbit(v):
			list = append(list, i)
		case math.Abs(v) > math.Abs(e.errors[list[n-1]]):
			list[n-1] = i
		}
	}
	return list
}

// fewest takes away the least until there are as many as nodes, and leaves the
// signs in turn.
func (e *exchange) fewest(list []int) []int {
	size := func(k int) float64 { return math.Abs(e.errors[list[k]]) }
	for len(list) > len(e.nodes) {
		least, end := 0, len(list)-1
		for k := range list {
			if size(k) < size(least) {
				least = k
			}
		}
		switch {
		case len(list) == len(e.nodes)+1 || least == 0 || least == end: // only an end may go alone
			if size(0) < size(end) {
				list = list[1:]
			} else {
				list = list[:end]
			}
		default: // and with it the lesser neighbour, which has the other sign
			at := least - 1
			if size(least+1) < size(at) {
				at = least
			}
			list = append(list[:at], list[at+2:]...)
		}
	}
	return list
}
