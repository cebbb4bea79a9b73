package rds

import "fmt"

// Status says what became of a block on the way.
type Status uint8

const (
	Lost      Status = iota // not received, or with more errors than can be put right
	Received                // without error
	Corrected               // with errors in up to five successive bits, put right
)

// String returns lost, received or corrected.
func (s Status) String() string {
	switch s {
	case Lost:
		return "lost"
	case Received:
		return "received"
	case Corrected:
		return "corrected"
	}
	return fmt.Sprintf("Status(%d)", uint8(s))
}

// Group is what was received of four blocks, and where. It holds no pointers: a
// stream of them can lie in any ring.
type Group struct {
	First, Last uint64    // the samples of the multiplex it lies in, both included
	Blocks      [4]uint16 // A, B, C, D; 0 if lost
	Status      [4]Status
}

// Complete tells whether no block was lost.
func (g Group) Complete() bool {
	for _, s := range g.Status {
		if s == Lost {
			return false
		}
	}
	return true
}

// Type returns the type of the group, its number (0..15) and version ('A' or
// 'B'); ok is false if block B, which tells, was lost.
func (g Group) Type() (number int, version byte, ok bool) {
	if g.Status[1] == Lost {
		return 0, 0, false
	}
	return int(g.Blocks[1] >> 12), 'A' + byte(g.Blocks[1]>>11&1), true
}

// String returns the blocks in hexadecimal, ---- for a lost one.
func (g Group) String() string {
	b := make([]byte, 0, 19)
	for i, v := range g.Blocks {
		if i > 0 {
			b = append(b, ' ')
		}
		if g.Status[i] == Lost {
			b = append(b, "----"...)
		} else {
			b = fmt.Appendf(b, "%04X", v)
		}
	}
	return string(b)
}
