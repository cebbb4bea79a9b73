package pipeline

import (
	"math"

	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/metadata"
)

// task is a block as a run works on it, one call at a time. Apart from calls
// that may wait (see block.enter) it never waits: where it cannot go on it says
// so, and is asked again.
type task struct {
	// What each call looks at, in one line.
	b       *block
	stride  stride         // the short way, where there is one
	err     error          // of the last attempt to make a call; errDone: it was the last
	calls   atomics.Uint64 // made; any goroutine may load it
	nothing int            // calls in a row that have done nothing
	quick   bool           // the next call may be made the short way
	clocked bool           // each call is timed: the last one that was is a long one
	head    bool           // begins a run: it is called once a pass, when all others have done what they can
	rated   bool           // the block has a Rate
	hungry  bool           // the last call asked for more of some input
	flush   bool           // an input has ended: what is there is all that will come
	watched bool           // calls are labelled or traced
	state   state

	ins  []inflow
	outs []outflow

	// call works on the slices that have been taken and fills in used and made.
	// errDone is an orderly end.
	call func() error

	// last, where a sink has it, takes the tags behind the last item.
	last func() error

	short int // while full: the output that has too little room

	carriers []carrier
	tags     []metadata.Tag // scratch
	moved    []metadata.Tag // scratch

	_ [48]byte // objects of 256 bytes begin at a line
}

// inflow is an input as the task uses it.
type inflow struct {
	input
	edge  *edge
	least int  // items without which it is not called
	seen  int  // items left by the last call; while hungry they did not suffice
	past  int  // as seen, when the block last asked for more: its history
	have  int  // items of the slice taken
	more  bool // there were more
	used  int
	pos   uint64 // items used so far
	ended bool
	batch int
}

// outflow is an output as the task uses it.
type outflow struct {
	output
	edge  *edge
	least int // room without which it is not called
	have  int
	made  int
	pos   uint64         // items put so far
	own   []metadata.Tag // of the items made, by the block itself
	batch int
}

// state says why a task could not be called.
type state uint8

const (
	working state = iota
	starved       // too little at an input
	full          // too little room at an output
)

// task adds a block that a run works on.
func (p *Pipeline) task(name string, h hints, ins []input, outs []output) *task {
	b := p.add(name)
	t := &task{b: b, carriers: h.carriers(len(ins), len(outs)), rated: h.rate != nil}
	b.task = t
	for _, in := range ins {
		in.attach(b)
		e := in.edgeOf()
		t.ins = append(t.ins, inflow{input: in, edge: e, least: h.minInput})
	}
	for _, out := range outs {
		out.attach(b)
		e := out.edgeOf()
		t.outs = append(t.outs, outflow{output: out, edge: e, least: h.minOutput})
	}
	t.divide(&p.config, h)
	return t
}

// step makes one call if it can; what is wrong, or errDone, is in t.err then.
func (t *task) step() outcome {
	if t.quick {
		if got := t.stride.step(); got != unmade {
			return got
		}
		return t.again()
	}
	return t.long()
}

// again makes a call the long way that could not be made the short way. Where
// that fails too nothing has come of it, and the short way is open as before.
func (t *task) again() outcome {
	t.slow()
	got := t.long()
	if got == unmade {
		t.hasten()
	}
	return got
}

// long is step the long way, which every call can be made.
func (t *task) long() outcome {
	if t.b.idle.Load() {
		return t.fail(errDone)
	}
	t.state = starved
	if ready, err := t.load(); !ready || err != nil {
		return t.fail(err)
	}
	if t.flush && len(t.outs) == 0 && t.ins[0].have == 0 {
		return t.fail(t.finish()) // a sink has had all
	}
	t.state = full
	if ready, err := t.room(); !ready || err != nil {
		return t.fail(err)
	}
	t.state = working
	if t.rated {
		t.begin()
	}
	call := t.call
	if t.watched {
		call = t.watch
	}
	return t.conclude(call())
}

// fail ends an attempt to make a call, with an error or without.
func (t *task) fail(err error) outcome {
	t.err = err
	return unmade
}

// finish ends a sink that has had all items.
func (t *task) finish() error {
	if t.last != nil {
		if err := t.last(); err != nil {
			return err
		}
	}
	return errDone
}

// load takes the slices of the inputs and reports whether they suffice for a
// call.
func (t *task) load() (bool, error) {
	enough, grown := true, !t.hungry
	for i := range t.ins {
		in := &t.ins[i]
		want, most := in.least, in.past+in.batch
		switch {
		case in.ended:
			want, most = 1, math.MaxInt // all that will ever come
		case t.hungry:
			want = in.want()
		}
		got, err := in.load(want, most)
		if err == nil && got.items == 0 && !got.ended && want > in.least && len(t.ins) > 1 {
			want = in.least // another input may have what was missing
			got, err = in.load(want, most)
		}
		if err != nil {
			return false, err
		}
		in.have, in.more = got.items, got.more
		if got.ended && !in.ended {
			in.ended, t.flush = true, true
			grown, t.hungry = true, false // also next time, should there be no room now
		}
		if got.items == 0 && !in.ended {
			enough = false
			if most := in.edge.most(); want > most && most != 0 {
				return false, tooSmall(want, most)
			}
		}
		grown = grown || got.items > in.seen
	}
	return enough && grown, nil
}

// want is how many items a hungry task must have.
func (in *inflow) want() int { return max(in.least, in.seen+1) }

// room takes the slices of the outputs and reports whether they suffice.
func (t *task) room() (bool, error) {
	for j := range t.outs {
		out := &t.outs[j]
		n, err := out.room(out.least, out.batch)
		if n == 0 || err != nil {
			t.short = j
			return false, err
		}
		out.have = n
	}
	return true, nil
}
