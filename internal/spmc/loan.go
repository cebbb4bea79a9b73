package spmc

// Pool is memory in which the near rings of one goroutine take turns, the last
// that came back first: that is the one still in the nearest cache. It belongs to
// that goroutine. The zero Pool is empty and ready to use.
type Pool struct{ loans []*loan }

// loanBytes is the size of a loan. The part of it that is not used costs
// nothing but room.
const loanBytes = 128 << 10

// loan is what a ring has of a pool. It is on the Go heap: one that nobody gives
// back is the collector's.
type loan [loanBytes / 8]uint64

func (p *Pool) take() *loan {
	last := len(p.loans) - 1
	if last < 0 {
		return new(loan)
	}
	l := p.loans[last]
	p.loans = p.loans[:last]
	return l
}

func (p *Pool) put(l *loan) { p.loans = append(p.loans, l) }

const (
	// small is how small a part of its window a ring may keep and begin again
	// all the same: what a filter keeps as its history.
	small = 16

	// often is how often in a row a ring must have been empty to get a loan.
	often = 8
)

// begin has an empty ring begin again.
func (n *Near[T]) begin(made uint64, window int) {
	n.base = made
	fit := window <= fits[T]()
	switch {
	case n.pool != nil && fit: // in the loan it has
	case n.pool != nil:
		n.home()
	case n.lender != nil && n.empty >= often && fit:
		n.pool, n.items = n.lender, lent[T](n.lender.take())
	default:
		n.empty++
	}
}

// stay makes room behind what is kept in a loan.
func (n *Near[T]) stay(floor uint64, kept, window int) {
	at := int(floor - n.base)
	switch {
	case at == 0 && window <= len(n.items):
	case kept <= window/small && window <= len(n.items):
		copy(n.items[:kept], n.items[at:][:kept])
		n.base = floor
	case at+window > len(n.items):
		n.home()
	}
}

// walk makes room behind what is kept in the ring.
func (n *Near[T]) walk(floor uint64, kept, window int) {
	n.empty = 0
	capacity := len(n.items) / 2
	switch at := n.offset(floor); {
	case kept <= window/small && at >= window && at+kept <= capacity: // beyond that lies the beginning again
		copy(n.items[:kept], n.items[at:][:kept]) // what is read begins here, so it needs no twins
		n.base = floor
	case floor-n.base >= uint64(capacity):
		n.base += uint64(capacity)
	}
}

// home has the items lie in the ring, and gives the loan back.
func (n *Near[T]) home() {
	loan := n.items
	n.move()
	if loan != nil {
		n.lender.put(lender(loan))
	}
}

// move copies the items from a loan into the ring. The loan is nobody's then.
func (n *Near[T]) move() {
	made := n.made.Load()
	floor := min(n.floor(), made)
	kept := int(made - floor)
	ring := n.writer.items
	copy(ring[:kept], n.items[floor-n.base:][:kept])
	n.items, n.base, n.pool, n.empty = ring, floor, nil, 0 // what is read begins here, so it needs no twins
}

// mirror copies k items from a position on to their twins, where they need it.
func (n *Near[T]) mirror(pos uint64, k int) {
	if m := n.more.mirror; m != nil && n.pool == nil {
		m.Mirror(n.offset(pos), k)
	}
}

// giveBack returns the loan of a ring that one reader has found empty. A ring
// of many readers keeps it: to look at them all each time would cost more than
// there is to gain.
func (n *Near[T]) giveBack() {
	if n.items != nil && (n.more == nil || len(n.more.tails) == 0) {
		n.pool.put(lender(n.items))
		n.items, n.base = nil, n.made.Load()
	}
}
