package modestx

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// Message is one that is sent.
type Message struct {
	At   float64 // seconds from the start to the first pulse
	Data []byte

	level, frequency float64
}

// schedule returns what the flights send, in order: positions and velocities
// twice a second, the other kinds less often, at times that are a little random
// (DO-260B, 2.2.3.3). Those that would overlap wait for each other, as
// transponders do not: nothing of what is sent shall be lost.
func schedule(flights []Flight, seconds float64, rnd *rand.Rand) (list []Message) {
	const gap = 150e-6 // from start to start: a long message and some air
	for _, f := range flights {
		send := func(first, every float64, data func(f Flight, i int) []byte) {
			for i := 0; ; i++ {
				at := first + every*float64(i) + (rnd.Float64()-0.5)*0.05
				if at >= seconds-gap {
					return
				}
				list = append(list, Message{at, data(f.After(at), i), f.Level, f.Frequency})
			}
		}
		first := 0.05 + 0.05*rnd.Float64() // radars are answered after the first squitter
		send(first, 5, func(f Flight, _ int) []byte { return f.Identification() })
		send(first+0.10, 0.5, func(f Flight, i int) []byte { return f.Position(i%2 != 0) })
		send(first+0.20, 0.5, func(f Flight, _ int) []byte { return f.Velocity() })
		send(first+0.30, 1, func(f Flight, _ int) []byte { return f.AllCall() })
		send(first+0.40, 2, func(f Flight, _ int) []byte { return f.IdentityReply() })
		send(first+0.45, 2, func(f Flight, _ int) []byte { return f.AltitudeReply() })
	}
	slices.SortFunc(list, func(a, b Message) int { return cmp.Compare(a.At, b.At) })
	for i := 1; i < len(list); i++ {
		list[i].At = max(list[i].At, list[i-1].At+gap)
	}
	for len(list) > 0 && list[len(list)-1].At > seconds-gap {
		list = list[:len(list)-1]
	}
	return list
}
