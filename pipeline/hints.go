package pipeline

import "github.com/seed-ff569660/seamless/metadata"

// The interfaces below are optional: a block that has one of these methods
// tells the pipeline more about itself. All but Retag are asked when the block is
// added; Rate, too, and Retag on the goroutine that works on the block.

// Rated is a block that makes out items of every in items it uses. Its tags
// then land on the item that the rate says, to the item, however the stream is
// cut: without it they are spread over what each call happens to make. It is
// asked before and after each call; a rate that changes holds from there on, so
// that a call works at one rate. An item is to be made when all those that
// belong to it have come: the tag of one that comes later goes on the next item.
// A block that changes its rate in the middle of what makes an item uses the
// rest in the call that makes it.
type Rated interface{ Rate() (out, in int) }

// Delayed is a block whose output lags behind its input: what happens at item p
// of the input shows at item (p+Delay())*out/in of the output. It is in items
// of the input and may be negative, as for a filter whose output n is made of
// the window that begins at input n. It counts for blocks that are Rated.
type Delayed interface{ Delay() float64 }

// MinInputer is a block that makes nothing of fewer than MinInput items: its
// history and one more. Its rings are made to hold as many.
type MinInputer interface{ MinInput() int }

// MinOutputer is a block that cannot be called with room for fewer than
// MinOutput items.
type MinOutputer interface{ MinOutput() int }

// Propagation says which tags of the inputs go to which outputs.
type Propagation int

const (
	AllToAll Propagation = iota // every tag of every input to every output: the default
	OneToOne                    // those of the first input to the first output, and so on
	NoTags                      // none
)

// Propagator is a block with a policy for its tags.
type Propagator interface{ Propagation() Propagation }

// Tagger is a block with one input and one output that moves, changes, drops
// and makes tags itself. Retag is called after each call of the block that has
// used or made items. src are the tags of the nSrc items it used, their offsets
// from the first of them; it appends to dst the tags of the nDst items made,
// their offsets from the first of these. A tag at nDst or beyond waits for its
// item. Tags that come at nSrc or beyond belong to items that no call will use,
// or behind the last: the stream is at its end.
type Tagger interface {
	Retag(dst, src []metadata.Tag, nDst, nSrc int) []metadata.Tag
}

// hints is what a block says about itself.
type hints struct {
	rate      func() (out, in int)
	delay     float64
	minInput  int
	minOutput int
	policy    Propagation
	retag     func(dst, src []metadata.Tag, nDst, nSrc int) []metadata.Tag
}

func hintsOf(block any) hints {
	h := hints{minInput: 1, minOutput: 1}
	if b, ok := block.(Rated); ok {
		h.rate = b.Rate
	}
	if b, ok := block.(Delayed); ok {
		h.delay = b.Delay()
	}
	if b, ok := block.(MinInputer); ok {
		h.minInput = max(1, b.MinInput())
	}
	if b, ok := block.(MinOutputer); ok {
		h.minOutput = max(1, b.MinOutput())
	}
	if b, ok := block.(Propagator); ok {
		h.policy = b.Propagation()
	}
	if b, ok := block.(Tagger); ok {
		h.retag = b.Retag
	}
	return h
}

// carriers returns what takes the tags of a task.
func (h hints) carriers(ins, outs int) (all []carrier) {
	for i := range ins {
		for j := range outs {
			if h.policy == AllToAll || h.policy == OneToOne && i == j {
				all = append(all, carrier{in: i, out: j, hints: h})
			}
		}
	}
	return all
}
