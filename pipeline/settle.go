package pipeline

import "fmt"

// idleCalls is how often a block may return without having done anything.
const idleCalls = 100

// conclude ends a call that has returned err.
func (t *task) conclude(err error) outcome {
	t.err = t.check()
	if t.err == nil {
		t.err = t.settle(err)
	}
	t.hasten()
	if t.dry() {
		return spent
	}
	return made
}

// check holds the block to the slices it was given.
func (t *task) check() error {
	for i := range t.ins {
		if in := &t.ins[i]; in.used < 0 || in.used > in.have {
			return fmt.Errorf("it used %d items of a slice of %d", in.used, in.have)
		}
	}
	for i := range t.outs {
		out := &t.outs[i]
		if out.made < 0 || out.made > out.have {
			return fmt.Errorf("it made %d items in a slice of %d", out.made, out.have)
		}
		for _, tag := range out.own {
			if tag.Offset < 0 || tag.Offset >= out.made {
				return fmt.Errorf("its tag %q is at offset %d of %d items", tag.Key, tag.Offset, out.made)
			}
		}
	}
	return nil
}

// settle hands on what a call has made and gives back what it has used. err is
// what the call returned.
func (t *task) settle(err error) error {
	did := false
	for i := range t.ins {
		in := &t.ins[i]
		did = did || in.used != 0
		in.seen = in.have - in.used
	}
	for j := range t.outs {
		did = did || t.outs[j].made != 0
	}
	if err == nil {
		err = t.next(did)
	}
	if t.hungry {
		for i := range t.ins {
			t.ins[i].past = t.ins[i].seen
		}
	}
	t.carry(err == errDone)
	for j := range t.outs {
		t.put(j, err == errDone)
	}
	for i := range t.ins {
		if lost := t.ins[i].give(t.ins[i].used); err == nil {
			err = lost
		}
	}
	return err
}

// next decides what the next call needs, and whether there will be one.
func (t *task) next(did bool) error {
	left, ended, dry := 0, true, false
	for i := range t.ins {
		in := &t.ins[i]
		left += in.seen
		ended = ended && in.ended
		dry = dry || in.ended && in.seen == 0
	}
	switch {
	case did:
		t.nothing, t.hungry = 0, false
	case len(t.ins) == 0:
		if t.nothing++; t.nothing == idleCalls {
			return fmt.Errorf("%w: %d reads gave no item", ErrNoProgress, t.nothing)
		}
	case ended && len(t.outs) == 0 && left != 0:
		return fmt.Errorf("%w: it left the last %d items", ErrNoProgress, left)
	case ended || dry:
		return errDone
	default:
		t.hungry = true
	}
	return nil
}
