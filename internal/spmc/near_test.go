package spmc

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
	"testing"
	"unsafe"

	"github.com/seed-ff569660/seamless/dmb"
	"github.com/seed-ff569660/seamless/metadata"
)

// nearRing is a ring under test, with what its ends must be like.
type nearRing struct {
	t       *testing.T
	rng     *rand.Rand
	w       *Writer[uint64]
	readers []*Reader[uint64]
	near    *Near[uint64]
	inside  bool
	pool    Pool

	made uint64   // the items are 0, 1, 2, …
	used []uint64 // by each reader
	tags []uint64 // positions of tags
	next []int    // the tag that each reader sees next
}

func newNearRing(t *testing.T, rng *rand.Rand, heap bool) *nearRing {
	t.Helper()
	return newNearRingOf(t, rng, heap, 1+rng.IntN(3))
}

func newNearRingOf(t *testing.T, rng *rand.Rand, heap bool, readers int) *nearRing {
	t.Helper()
	memory := dmb.New[uint64]
	if heap {
		memory = dmb.NewHeap[uint64]
	}
	items, err := memory(0)
	if err != nil {
		t.Fatal(err)
	}
	g := &nearRing{t: t, rng: rng, w: new(Writer[uint64]), used: make([]uint64, readers), next: make([]int, readers)}
	Init(g.w, items, Config{})
	t.Cleanup(func() { _ = g.w.Close(nil) })
	for range readers {
		g.readers = append(g.readers, newReader(t, g.w, ReaderConfig{}))
	}
	g.near = NewNear(g.w, g.readers)
	return g
}

// floor is the position of the slowest reader that is open.
func (g *nearRing) floor() uint64 {
	floor := g.made
	for i, r := range g.readers {
		if !r.closed {
			floor = min(floor, g.used[i])
		}
	}
	return floor
}

func (g *nearRing) produce() {
	window := 1 + g.rng.IntN(g.w.capacity)
	if g.rng.IntN(4) == 0 { // so small that little is left over
		window = 16 + g.rng.IntN(32)
	}
	least := 1 + g.rng.IntN(window)
	want := window - int(g.made-g.floor())
	if want < least {
		want = 0
	}
	var s []uint64
	if g.inside {
		s = g.near.Space(least, window)
		if len(s) != want {
			g.t.Fatalf("at %d, slowest reader at %d: %d items of room in a window of %d, expected %d", g.made, g.floor(), len(s), window, want)
		}
	} else {
		s = g.w.TrySliceMin(max(1, want))
		s = s[:min(len(s), want)]
	}
	if len(s) == 0 {
		return
	}
	for i := range s {
		s[i] = g.made + uint64(i)
	}
	n := 1 + g.rng.IntN(len(s))
	var tags []metadata.Tag
	if g.rng.IntN(4) == 0 {
		at := g.rng.IntN(n)
		g.tags = append(g.tags, g.made+uint64(at))
		tags = append(tags, metadata.Tag{Offset: at, Key: "n", Value: metadata.Uint64Value(g.made + uint64(at))})
	}
	if g.inside {
		g.near.Tag(n, tags)
		if old := g.w.ring.tags.Range(nil, 0, g.floor()); tags != nil && len(old) != 0 {
			g.t.Fatalf("%d tags kept that all readers have had", len(old))
		}
		g.near.Produce(n)
	} else {
		g.w.Tag(n, tags)
		g.w.Produce(n)
	}
	g.made += uint64(n)
}

// fill makes as many items as there is room for, through the near form.
func (g *nearRing) fill(window int) {
	s := g.near.Space(1, window)
	for i := range s {
		s[i] = g.made + uint64(i)
	}
	g.near.Produce(len(s))
	g.made += uint64(len(s))
}

func (g *nearRing) consume(i int) {
	r := g.readers[i]
	if r.closed {
		return
	}
	var s []uint64
	if g.inside {
		s = g.near.Unread(g.near.Tail(i))
	} else {
		s, _ = r.TrySlice()
	}
	if len(s) != int(g.made-g.used[i]) {
		g.t.Fatalf("reader %d at %d of %d has %d items", i, g.used[i], g.made, len(s))
	}
	for k, v := range s {
		if v != g.used[i]+uint64(k) {
			g.t.Fatalf("reader %d has item %d in the place of %d", i, v, g.used[i]+uint64(k))
		}
	}
	if len(s) == 0 {
		return
	}
	n := len(s)
	switch g.rng.IntN(4) {
	case 0:
		n = 1 + g.rng.IntN(n)
	case 1:
		n = max(1, n-1-g.rng.IntN(8)) // a history
	}
	var tags []metadata.Tag
	if g.inside {
		tags = g.near.TagsBetween(i, nil, 0, n)
	} else {
		tags = r.TagsBetween(nil, 0, n)
	}
	for _, tag := range tags {
		if at := g.used[i] + uint64(tag.Offset); g.next[i] == len(g.tags) || g.tags[g.next[i]] != at || tag.Value.Uint64() != at {
			g.t.Fatalf("reader %d has tag %v at %d, expected the one of %v numbered %d", i, tag, at, g.tags, g.next[i])
		}
		g.next[i]++
	}
	if g.inside {
		g.near.Consume(g.near.Tail(i), n)
	} else if err := r.Consume(n); err != nil {
		g.t.Fatal(err)
	}
	g.used[i] += uint64(n)
	if g.next[i] < len(g.tags) && g.tags[g.next[i]] < g.used[i] {
		g.t.Fatalf("reader %d at %d has not had the tag at %d", i, g.used[i], g.tags[g.next[i]])
	}
}

func (g *nearRing) enter() {
	g.near.Enter([]*Pool{nil, &g.pool}[g.rng.IntN(2)])
	g.inside = true
}

// leave has the ends show what went through the near form.
func (g *nearRing) leave() {
	g.near.Leave()
	g.inside = false
	if s := g.w.Stats(); s.Items != g.made || s.Fill != int(g.made-g.floor()) {
		g.t.Fatalf("the writer left with %d items and a fill of %d, expected %d and %d", s.Items, s.Fill, g.made, g.made-g.floor())
	}
	if claim := g.w.head.claim.Load(); claim != g.w.claimed || claim < g.w.limit {
		g.t.Fatalf("the writer left with a claim of %d, %d by its own count, and a limit of %d", claim, g.w.claimed, g.w.limit)
	}
	for i, r := range g.readers {
		if got := r.Position(); got != g.used[i] {
			g.t.Fatalf("reader %d left at %d, expected %d", i, got, g.used[i])
		}
	}
}

// Items, tags and positions are the same whatever form of the ring they go
// through, and however often it changes.
func TestNear(t *testing.T) {
	const steps = 3000
	for _, heap := range []bool{false, true} {
		for seed := range uint64(20) {
			t.Run(fmt.Sprintf("heap=%v/seed=%d", heap, seed), func(t *testing.T) {
				g := newNearRing(t, rand.New(rand.NewPCG(seed, 1)), heap)
				for range steps {
					switch n := g.rng.IntN(20); {
					case n < 8:
						g.produce()
					case n < 18:
						g.consume(g.rng.IntN(len(g.readers)))
					case !g.inside:
						g.enter()
					default:
						g.leave()
					}
					if g.inside {
						if floor, made := g.near.Progress(); floor != g.floor() || made != g.made {
							t.Fatalf("progress %d and %d, expected %d and %d", floor, made, g.floor(), g.made)
						}
					}
				}
				if g.made < steps {
					t.Fatalf("%d items in %d steps", g.made, steps)
				}
				if g.inside {
					g.leave()
				}
				if len(g.readers) > 1 { // one goes, the others have it all
					if err := g.readers[0].Close(); err != nil {
						t.Fatal(err)
					}
					if _, open := g.near.Tail(0).Position(); !open {
						t.Fatal("closed before it was entered again")
					}
					g.enter()
					if _, open := g.near.Tail(0).Position(); open {
						t.Fatal("a reader that is closed is open")
					}
				}
				for range steps {
					g.produce()
					for i := range g.readers {
						g.consume(i)
					}
				}
			})
		}
	}
}

// A ring that is emptied begins again at its first item.
func TestNearStaysInPlace(t *testing.T) {
	g := newNearRing(t, rand.New(rand.NewPCG(1, 1)), false)
	produce(g.w, 7)
	for i, r := range g.readers {
		if s, err := r.TrySlice(); err != nil || len(s) != 7 {
			t.Fatalf("reader %d: %d items, %v", i, len(s), err)
		}
		_ = r.Consume(7)
	}
	g.near.Enter(nil)
	first := &g.w.items[0]
	for range 1000 {
		s := g.near.Space(1, 3)
		if &s[0] != first {
			t.Fatal("the room of an empty ring does not begin at its first item")
		}
		g.near.Produce(3)
		for i := range g.readers {
			g.near.Consume(g.near.Tail(i), len(g.near.Unread(g.near.Tail(i))))
		}
	}
}

// What is left over is taken along to the beginning of the ring, but not where
// it lies over the end.
func TestNearTakesALittleAlong(t *testing.T) {
	const left = 2
	for beyond := range left + 1 { // items of those left over that lie beyond the end
		g := newNearRing(t, rand.New(rand.NewPCG(1, 1)), false)
		g.near.Enter(nil)
		leave := func(n int) {
			for i := range g.readers {
				tail := g.near.Tail(i)
				g.near.Consume(tail, len(g.near.Unread(tail))-n)
			}
		}
		g.fill(g.w.capacity)
		leave(40)
		g.fill(40 + beyond)
		leave(left)
		g.fill(left * small)
		for i := range g.readers {
			tail := g.near.Tail(i)
			pos, _ := tail.Position()
			s := g.near.Unread(tail)
			if first := &s[0] == &g.w.items[0]; first != (beyond == 0 || beyond == left) {
				t.Errorf("%d beyond the end: at the beginning: %v", beyond, first)
			}
			for k, v := range s {
				if v != pos+uint64(k) {
					t.Fatalf("%d beyond the end: reader %d has item %d in the place of %d", beyond, i, v, pos+uint64(k))
				}
			}
		}
	}
}

// What a call looks at lies in one line, at which the allocator begins.
func TestNearLiesInALine(t *testing.T) {
	if bits.UintSize != 64 {
		t.Skip("the lines are counted for words of 64 bits")
	}
	var n Near[uint64]
	if at, size := unsafe.Offsetof(n.writer), unsafe.Sizeof(n); at != 64 || size != 128 {
		t.Errorf("%d bytes of %d before what a call does not look at, expected 64 of 128", at, size)
	}
}

// A batch that goes through allocates nothing.
func TestNearAllocatesNothing(t *testing.T) {
	g := newNearRing(t, rand.New(rand.NewPCG(1, 1)), false)
	g.near.Enter(&g.pool)
	if n := testing.AllocsPerRun(100, func() {
		s := g.near.Space(1, 64)
		g.near.Produce(len(s))
		for i := range g.readers {
			g.near.Consume(g.near.Tail(i), len(g.near.Unread(g.near.Tail(i))))
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// The rings of a chain that are emptied each time take turns in two loans.
func TestNearTakesTurns(t *testing.T) {
	const links, batch = 5, 100
	var pool Pool
	var chain []*nearRing
	for range links {
		g := newNearRingOf(t, rand.New(rand.NewPCG(1, 1)), false, 1)
		g.near.Enter(&pool)
		chain = append(chain, g)
	}
	move := func(from, to *nearRing) {
		dst := to.near.Space(1, batch)
		if from != nil {
			tail := from.near.Tail(0)
			src := from.near.Unread(tail)
			copy(dst, src)
			from.near.Consume(tail, len(src))
		}
		to.near.Produce(batch)
	}
	for range 50 {
		move(nil, chain[0])
		for i, g := range chain[1:] {
			move(chain[i], g)
		}
		last := chain[links-1].near
		last.Consume(last.Tail(0), batch)
		held := 0
		for _, g := range chain {
			if g.near.pool == nil {
				t.Fatal("a ring that is emptied each time has no loan")
			}
			if g.near.items != nil {
				held++
			}
		}
		if len(pool.loans) != 2 || held != 0 {
			t.Fatalf("%d loans in the pool, %d held, expected 2 and 0", len(pool.loans), held)
		}
	}
}

// A ring that keeps much goes back to the double mapping, once, and its loan to
// the pool; it gets one again when it was found empty often enough.
func TestNearGoesHome(t *testing.T) {
	g := newNearRingOf(t, rand.New(rand.NewPCG(1, 1)), false, 1)
	g.near.Enter(&g.pool)
	const window, kept = 300, 150
	inRing := func() bool { return &g.near.items[0] == &g.w.items[0] }
	fill := func() { g.fill(window) }
	drain := func(left int) {
		for i := range g.readers {
			tail := g.near.Tail(i)
			s := g.near.Unread(tail)
			for k, v := range s {
				if want := g.made - uint64(len(s)) + uint64(k); v != want {
					t.Fatalf("reader %d has item %d in the place of %d", i, v, want)
				}
			}
			g.near.Consume(tail, len(s)-left)
		}
	}
	fill()
	if inRing() {
		t.Fatal("it begins in the ring")
	}
	steps := 0
	for ; g.near.pool != nil; steps++ {
		drain(kept)
		fill()
	}
	if most := fits[uint64]() / kept; steps > most {
		t.Errorf("it kept half of its window %d times in the loan, where there is room for %d", steps, most)
	}
	if !inRing() || len(g.pool.loans) != 1 {
		t.Errorf("in the ring: %v; %d loans in the pool, expected 1", inRing(), len(g.pool.loans))
	}
	for range 100 {
		drain(kept)
		fill()
	}
	for range 100 { // empty, but not twice in a row
		drain(0)
		fill()
		drain(kept)
		fill()
	}
	if g.near.pool != nil {
		t.Error("it got a loan while it keeps much")
	}
	for n := range often {
		drain(0)
		fill()
		if g.near.pool != nil {
			t.Errorf("it got a loan after it was empty %d times", n+1)
		}
	}
	drain(0)
	fill()
	if g.near.pool == nil {
		t.Errorf("it has no loan after it was empty %d times", often)
	}
	drain(kept)
}

// What a call that waits has in its hands when the ring is left is not anybody
// else's: Leave keeps the loan out of the pool, and Bring fetches what was made
// in it.
func TestNearLeavesTheLoanToWhoHasIt(t *testing.T) {
	for _, heap := range []bool{false, true} {
		g := newNearRingOf(t, rand.New(rand.NewPCG(1, 1)), heap, 2)
		g.near.Enter(&g.pool)
		first := g.near.Space(1, 100)
		copy(first, []uint64{0, 1, 2})
		g.near.Produce(3)
		src := g.near.Unread(g.near.Tail(0))
		dst := g.near.Space(1, 100)
		g.near.Leave()
		if len(g.pool.loans) != 0 {
			t.Fatal("the loan went to the pool while it was in use")
		}
		copy(dst, []uint64{3, 4}) // the call goes on
		if src[0] != 0 || src[1] != 1 || src[2] != 2 {
			t.Fatalf("what was taken is now %v", src)
		}
		g.w.Bring(dst[:2])
		g.w.Produce(2)
		for i, r := range g.readers {
			s, err := r.TrySlice()
			if err != nil || len(s) != 5 {
				t.Fatalf("reader %d: %d items, %v", i, len(s), err)
			}
			for k, v := range s {
				if v != uint64(k) {
					t.Fatalf("heap %v: reader %d has %v", heap, i, s)
				}
			}
		}
		s := g.w.TrySlice()
		g.w.Bring(s[:2]) // where they are already
		if &s[0] != &g.w.items[g.w.offset] {
			t.Error("the slice does not begin at the offset")
		}
	}
}

// A ring handed to another goroutine gives its loan to that one's pool.
func TestNearLends(t *testing.T) {
	g := newNearRingOf(t, rand.New(rand.NewPCG(1, 1)), false, 1)
	var other Pool
	g.near.Enter(&g.pool)
	g.near.Produce(len(g.near.Space(1, 10)))
	g.near.Lend(&other)
	g.near.Consume(g.near.Tail(0), 10)
	if len(other.loans) != 1 || len(g.pool.loans) != 0 {
		t.Errorf("%d loans in the pool it has now, %d in the one before", len(other.loans), len(g.pool.loans))
	}
}
