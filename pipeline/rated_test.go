package pipeline_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/seed-ff569660/seamless/metadata"
)

// leg is a part of a stream at one rate: from item at of the input on, out
// items are made of every in.
type leg struct{ at, out, in int }

// resampler is a block that makes each item of the nearest one before it and
// changes its rate at known items of its input.
type resampler struct {
	legs  []leg
	delay int // as it declares it; where it is negative it looks as far ahead

	now   int // leg
	i, j  int // items used and made since the leg began
	calls int
}

func newResampler(rnd *rand.Rand) *resampler {
	r := &resampler{delay: rnd.IntN(41) - 20}
	if rnd.IntN(3) == 0 {
		r.delay = 0
	}
	at := 0
	for range 1 + rnd.IntN(4) {
		l := leg{at, 1 + rnd.IntN(5), 1 + rnd.IntN(5)}
		if n := len(r.legs); n != 0 && l.in == r.legs[n-1].in {
			l.in++ // else it might be no other rate
		}
		r.legs = append(r.legs, l)
		if at += l.in * (1 + rnd.IntN(400)); r.delay >= 0 {
			at += rnd.IntN(l.in) // the last item of the leg is made of fewer
		}
	}
	return r
}

func (r *resampler) fresh() *resampler { return &resampler{legs: r.legs, delay: r.delay} }

func (r *resampler) String() string { return fmt.Sprintf("%v delay %d", r.legs, r.delay) }

func (r *resampler) Rate() (out, in int) { return r.legs[r.now].out, r.legs[r.now].in }

func (r *resampler) Delay() float64 { return float64(r.delay) }

func (r *resampler) Transform(dst, src []int, atEOF bool) (nDst, nSrc int, err error) {
	r.calls++
	l := r.legs[r.now]
	length := -1
	if r.now+1 < len(r.legs) {
		length = r.legs[r.now+1].at - l.at
	}
	for {
		q := r.j * l.in / l.out // made of it
		if length >= 0 {
			q = min(q, length)
		}
		skip := min(q-r.i, len(src)-nSrc)
		nSrc += skip
		if r.i += skip; r.i == length {
			r.now, r.i, r.j = r.now+1, 0, 0
			return nDst, nSrc, nil
		}
		if nDst == len(dst) {
			break
		}
		seen := r.i + len(src) - nSrc
		need := ((r.j+1)*l.in+l.out-1)/l.out + max(0, -r.delay)
		if r.i < q || seen <= q || seen < need && !atEOF {
			break
		}
		dst[nDst] = src[nSrc]
		nDst++
		r.j++
	}
	return nDst, nSrc, nil
}

// placed is a tag by its number and the item it is on.
type placed struct{ at, number int }

// of returns what the block makes of src, and where tags land.
func (r *resampler) of(src []int, tags []placed) (dst []int, landed []placed) {
	var to []int // where the legs begin in dst
	end := len(r.legs)
	for k, l := range r.legs {
		to = append(to, len(dst))
		last := len(src)
		if k+1 < len(r.legs) {
			last = min(last, r.legs[k+1].at)
		}
		for j := 0; l.at+j*l.in/l.out < last; j++ {
			dst = append(dst, src[l.at+j*l.in/l.out])
		}
		if last == len(src) && k < end {
			end = k
		}
	}
	floor := func(a, b int) int {
		if a < 0 {
			return 0
		}
		return a / b
	}
	for _, t := range tags {
		at := 0
		for k := 0; k <= end; k++ {
			l := r.legs[k]
			at = to[k] + floor((t.at-l.at+r.delay)*l.out, l.in)
			if k == end || t.at < r.legs[k+1].at || r.delay < 0 && at < to[k+1] {
				break
			}
		}
		landed = append(landed, placed{min(at, len(dst)), t.number})
	}
	slices.SortStableFunc(landed, byPlace)
	return dst, landed
}

func byPlace(a, b placed) int {
	return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.number, b.number))
}

// numbered returns random tags of a stream of so many items.
func numbered(rnd *rand.Rand, items, n int) (tags []placed) {
	for number := range n {
		tags = append(tags, placed{rnd.IntN(items), number})
	}
	slices.SortStableFunc(tags, byPlace)
	return tags
}

func asTags(all []placed) (tags []metadata.Tag) {
	for _, t := range all {
		tags = append(tags, metadata.Tag{Offset: t.at, Key: "n", Value: metadata.IntValue(t.number)})
	}
	return tags
}

// asPlaced returns tags with their offsets counted from position, in order.
func asPlaced(tags []metadata.Tag, position int) (all []placed) {
	for _, t := range tags {
		all = append(all, placed{position + t.Offset, int(t.Value.Int64())})
	}
	slices.SortStableFunc(all, byPlace)
	return all
}

func numbers(n int) (items []int) {
	for i := range n {
		items = append(items, i)
	}
	return items
}
