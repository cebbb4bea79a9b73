package rds

import "math"

// What a station sends RDS on.
const (
	Subcarrier = 57e3            // Hz
	BitRate    = Subcarrier / 48 // bits a second
)

const (
	pulseReach  = 2.5 // bits from the middle of a pulse to where it is cut off
	pulsePoints = 512 // of the table, a bit
)

// pulse is what a bit looks like on the subcarrier: an impulse in the middle of its
// first half, the opposite one in the middle of its second half, both smoothed by a
// filter with the response cos(πf/4) up to f = 2 in units of the bit rate. The
// receiver filters with the same shape: after both, the halves of all bits are free
// of one another. It is a table over -pulseReach to pulseReach bits, of energy 1.
// Source: IEC 62106-1 (EN 50067, 1.7).
type pulse [2*pulseReach*pulsePoints + 2]float32

func newPulse() *pulse {
	var shape [len(pulse{})]float64
	energy := 0.0
	for i := range shape {
		t := float64(i)/pulsePoints - pulseReach
		shape[i] = (smooth(t+0.25) - smooth(t-0.25)) * taper(t)
		energy += shape[i] * shape[i] / pulsePoints
	}
	p := new(pulse)
	for i, v := range shape {
		p[i] = float32(v / math.Sqrt(energy))
	}
	return p
}

// smooth is the impulse response of the filter, t in bits.
func smooth(t float64) float64 {
	x := 8 * t
	if d := 1 - x*x; math.Abs(d) > 1e-6 {
		return math.Cos(math.Pi/2*x) / d
	}
	return math.Pi / 4 // the limit where both vanish
}

// taper lets the last half bit on each side fade out.
func taper(t float64) float64 {
	const flat = pulseReach - 0.5
	if t = math.Abs(t); t <= flat {
		return 1
	}
	return 0.5 + 0.5*math.Cos(2*math.Pi*min(t-flat, 0.5))
}

// at returns the shape t bits after its middle, |t| <= pulseReach, and how much
// it rises there in a bit.
func (p *pulse) at(t float64) (value, slope float32) {
	x := (t + pulseReach) * pulsePoints
	i := int(x)
	rise := p[i+1] - p[i]
	return p[i] + float32(x-float64(i))*rise, rise * pulsePoints
}

// peak is the largest magnitude that bits one after the other can add up to.
func (p *pulse) peak() float32 {
	var most float32
	for i := range pulsePoints {
		var sum float32
		for k := i; k < len(p); k += pulsePoints {
			sum += max(p[k], -p[k])
		}
		most = max(most, sum)
	}
	return most
}
