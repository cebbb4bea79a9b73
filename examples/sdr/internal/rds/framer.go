package rds

// framer finds the blocks in a stream of bits and puts groups together.
//
// At every bit the last 26 are looked at. If they are a block without error, that
// is a hit for one of the 104 ways groups may lie in the stream. Noise hits once
// in 200 bits, but three hits for the same way among eight successive blocks only
// once in hours: that is what it takes to begin, and groups are then put together
// from the first of the three on, out of bits that were kept. The counting goes
// on, and if bits were lost or doubled another way wins within some blocks.
//
// What is known of a group is in its blocks without error: only if it has two,
// which noise has once in weeks, are the others corrected.
type framer struct {
	queue []Group // ready

	n     int64             // bits so far
	kept  [keptBits]timeBit // bit i is at i % keptBits
	word  uint32            // the last 32 bits
	hits  [hitWindow]int8   // for each of the last bits the way hit + 1, or 0
	score [groupBits]int    // hits for each way among them

	way   int64 // where groups begin, modulo groupBits; noWay if not known
	next  int64 // the bit the next group begins with
	given int64 // bits before this one were part of a group
	blank int   // groups without a good block, one after the other

	bursts *bursts
}

// timeBit is a bit and the samples it lies in.
type timeBit struct {
	value      uint32  // whether the phase turned over from the bit before
	sure       float32 // how sure that phase is: 0, a guess, to 1
	first, end uint64
}

const (
	hitWindow = 8 * blockBits
	hitsToWin = 3
	goodBlock = 2   // blocks without error for the others to be corrected
	keptBits  = 512 // more than hitWindow + 2*groupBits
	mostBlank = 5   // groups without a good block: the station is gone
	noWay     = -1
)

func newFramer() *framer { return &framer{way: noWay, bursts: newBursts()} }

// push takes in the next bit.
func (f *framer) push(b timeBit) {
	f.kept[f.n%keptBits] = b
	f.word = f.word<<1 | b.value
	f.n++
	f.count()
	for f.way != noWay && f.next+groupBits <= f.n {
		if f.next+groupBits > f.given {
			g, good := f.group(f.next)
			f.judge(good)
			if f.way != noWay {
				f.queue = append(f.queue, g)
			}
		}
		f.next += groupBits
	}
}

// finish ends the stream: a group cut off is one if it has a good block.
func (f *framer) finish() {
	if f.way == noWay || max(f.next, f.given) >= f.n {
		return
	}
	if g, good := f.group(f.next); good > 0 {
		f.queue = append(f.queue, g)
	}
	f.way = noWay
}

// count looks for a block that ends here.
func (f *framer) count() {
	slot := &f.hits[f.n%hitWindow]
	if *slot != 0 {
		f.score[*slot-1]--
		*slot = 0
	}
	index, ok := blockOf(remainder(f.word & (1<<blockBits - 1)))
	if !ok || f.n < blockBits {
		return
	}
	way := modulo(f.n-blockBits-index*blockBits, groupBits)
	*slot = int8(way + 1)
	f.score[way]++
	if f.score[way] >= hitsToWin && way != f.way && (f.way == noWay || f.score[way] > f.score[f.way]) {
		f.begin(way)
	}
}

// begin takes way for how groups lie, from the group with its first hit on.
func (f *framer) begin(way int64) {
	end := f.n - hitWindow + 1
	for f.hits[modulo(end, hitWindow)] != int8(way+1) {
		end++
	}
	f.next = end - blockBits
	f.next -= modulo(f.next-way, groupBits)
	f.way, f.blank = way, 0
}

// judge gives up after too many groups without a good block.
func (f *framer) judge(good int) {
	if f.blank++; good > 0 {
		f.blank = 0
	}
	if f.blank == mostBlank {
		f.way = noWay
	}
}

// group makes a group of the bits from start on, of those there are and which
// are not part of another. good is how many blocks had no error.
func (f *framer) group(start int64) (g Group, good int) {
	var blocks [4]received
	for i := range blocks {
		first := start + int64(i*blockBits)
		if first < f.given || first+blockBits > f.n {
			continue
		}
		b := &blocks[i]
		b.there = true
		for k := first - 1; k < first+blockBits; k++ {
			bit := f.kept[modulo(k, keptBits)]
			b.word = b.word<<1 | bit.value
			b.sure[k-first+1] = bit.sure
		}
		b.word &= 1<<blockBits - 1
	}
	begin, end := max(start, f.given), min(start+groupBits, f.n)
	g.First, g.Last = f.kept[begin%keptBits].first, f.kept[(end-1)%keptBits].end-1
	f.given = end
	if good = g.decode(&blocks, nil); good >= goodBlock {
		g.decode(&blocks, f.bursts)
	}
	return g, good
}

// modulo returns the remainder of a/b, from 0 to b-1 also if a is negative.
func modulo(a, b int64) int64 { return (a%b + b) % b }
