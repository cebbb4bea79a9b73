package bench

import "github.com/seed-ff569660/seamless/notifier"

// blocking returns the work "blocking": float32 in batches of a quarter of a
// small ring, so that both sides sleep often. All ways to wait are there.
func blocking() (cases []Case) {
	s := shape{ring: 64 << 10 / 4, batch: 4096, readers: 1}
	add := func(peer string, role Role, m maker[float32]) {
		cases = append(cases, Case{
			Work: "blocking", Shape: "ring=64KiB/" + s.String(), Peer: peer, Role: role,
			Items: s.batch, Bytes: s.batch * size[float32](), Unit: MegaItems,
			New: func() (*Subject, error) { return m(s) },
		})
	}
	add("circular", Ours, circularStream[float32])
	for _, n := range notifiers() {
		add("circular-"+n.name, Ours, circularBy[float32](n.make))
	}
	add("channel", Peer, channelStream[float32])
	add("pipe", Peer, pipeStream[float32])
	add("smallnest", Peer, smallnestStream[float32])
	add("floor", Floor, floorStream[float32])
	return cases
}

type waiting struct {
	name string
	make func() notifier.Notifier
}

// spins is how often notifier.Spin looks before it parks.
const spins = 16

// notifiers returns the ways for an end to wait, besides the default, Chan.
func notifiers() []waiting {
	return []waiting{
		{"sync", func() notifier.Notifier { return notifier.NewSync() }},
		{"spin", func() notifier.Notifier { return notifier.NewSpin(spins, notifier.NewSync()) }},
		{"none", func() notifier.Notifier { return notifier.None{} }},
	}
}
