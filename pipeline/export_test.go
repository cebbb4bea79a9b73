package pipeline

import "runtime"

import (
	"fmt"
	"strings"
)

// Dump says where the blocks of a pipeline stood when it ended.
func (p *Pipeline) Dump() string {
	var text strings.Builder
	for _, b := range p.blocks {
		fmt.Fprintf(&text, "%q", b.name)
		if t := b.task; t != nil {
			fmt.Fprintf(&text, " %s", []string{"working", "starved", "full"}[t.state])
			for i := range t.ins {
				in := &t.ins[i]
				fmt.Fprintf(&text, ", in at %d: has %d left %d least %d ended %v hungry %v", in.pos, in.have, in.seen, in.least, in.ended, t.hungry)
			}
			for j := range t.outs {
				fmt.Fprintf(&text, ", out at %d", t.outs[j].pos)
			}
		}
		for _, e := range b.to {
			fmt.Fprintf(&text, "; makes: at %d near %v window %d limit %d capacity %d live %d", e.made(), e.near, e.window, e.limit, e.capacity, e.live.Load())
		}
		text.WriteByte('\n')
	}
	return text.String()
}

// heldEnd is an end whose close waits until the supervisor has looked for a dead
// graph and sleeps.
type heldEnd struct{ p *Pipeline }

func (heldEnd) check() error  { return nil }
func (heldEnd) open() error   { return nil }
func (heldEnd) stuck() string { return "" }
func (h heldEnd) close(error) {
	for h.p.asleep.Load() == 0 {
		runtime.Gosched()
	}
}

// HoldEnds has the ends of a block closed only once everybody else sleeps.
func HoldEnds(p *Pipeline, name string) {
	for _, b := range p.blocks {
		if b.name == name {
			b.ends = append([]end{heldEnd{p}}, b.ends...)
		}
	}
}
