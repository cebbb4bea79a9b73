package shmlink

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/dmb"
	"github.com/seed-ff569660/seamless/internal/spmc"
	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/notifier"
	"github.com/seed-ff569660/seamless/shmlink/shm"
)

func FuzzHello(f *testing.F) {
	item, err := layoutOf[complex64]()
	require.NoError(f, err)
	whole := hello{lowest: 1, highest: 1, item: item, policy: evict, evictAfter: 5, start: startAt, position: 99, bell: bellIsDoor}
	f.Add(whole.encode())
	f.Add(whole.encode()[:79])
	f.Fuzz(func(t *testing.T, b []byte) {
		h, err := decodeHello(b)
		if err != nil {
			require.ErrorIs(t, err, ErrPeerCorrupt)
			return
		}
		again, err := decodeHello(h.encode())
		require.NoError(t, err)
		require.Equal(t, h, again)
	})
}

func FuzzAccept(f *testing.F) {
	f.Add((&accept{version: 1, reader: 2, epoch: 3, items: 4, segment: 5, tags: 6, tagged: 7, control: 9, policy: drop}).encode())
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := decodeAccept(b)
		if err != nil {
			require.ErrorIs(t, err, ErrPeerCorrupt)
			return
		}
		again, err := decodeAccept(a.encode())
		require.NoError(t, err)
		require.Equal(t, a, again)
	})
}

// FuzzGrant opens what an accept promises, without any descriptor.
func FuzzGrant(f *testing.F) {
	f.Add((&accept{version: 1, items: 512, segment: 8192, tags: 4096, tagged: 8192, control: 4096}).encode(), 8)
	f.Fuzz(func(t *testing.T, b []byte, size int) {
		a, err := decodeAccept(b)
		if err != nil || size < 1 {
			return
		}
		_, _, err = new(link).open(a, nil, itemLayout{size: size, align: 1})
		require.Error(t, err)
	})
}

func FuzzVerdict(f *testing.F) {
	f.Add(verdict(msgReject, 3, "no"))
	f.Add(verdict(msgGoodbye, 0, ""))
	f.Fuzz(func(t *testing.T, b []byte) {
		code, text, err := decodeVerdict(b)
		if err != nil {
			require.ErrorIs(t, err, ErrPeerCorrupt)
			return
		}
		require.Error(t, told(code, text))
		require.NotEmpty(t, told(code, text).Error())
		if len(text) <= maxText {
			require.Equal(t, b[6:], verdict(kindOf(b), code, text)[6:])
		}
	})
}

func FuzzText(f *testing.F) {
	f.Add([]byte{3, 0, 'a', 'b', 'c'}, 255)
	f.Add([]byte{0xff, 0xff}, 1000)
	f.Fuzz(func(t *testing.T, b []byte, most int) {
		if len(b) < 2 || most < 0 || most > maxGoodbye {
			return
		}
		text := getText(b, most)
		require.LessOrEqual(t, len(text), most)
		again := make([]byte, 2+maxGoodbye)
		putText(again, text, most)
		require.Equal(t, text, getText(again, most))
	})
}

// tagsIn returns a reader of tags over a ring that holds anything.
func tagsIn(t *testing.T, b []byte, lossy bool) (r *tagReader, corrupt *bool) {
	ring, err := dmb.NewHeap[byte](max(len(b), 1))
	require.NoError(t, err)
	var w spmc.Writer[byte]
	head := new(spmc.Head)
	spmc.Init(&w, ring, spmc.Config{Head: head})
	t.Cleanup(func() { _ = w.Close(nil) })
	w.Produce(copy(w.TrySlice(), b))
	corrupt = new(bool)
	r = &tagReader{lossy: lossy, corrupt: func() { *corrupt = true }}
	spmc.Attach(&r.end, ring, spmc.Remote{
		Head: head, Cursor: new(spmc.Cursor), Lossy: lossy, Bell: notifier.None{}, Writer: notifier.None{},
		Metadata: metadata.Nothing{}, Why: func() error { return nil }, Lied: r.corrupt, Release: func() error { return nil },
	})
	t.Cleanup(func() { _ = r.end.Close() })
	return r, corrupt
}

// FuzzTags reads and skips records that may be anything.
func FuzzTags(f *testing.F) {
	var records []byte
	for _, p := range []uint64{1, 5, 5, 70} {
		var err error
		records, err = metadata.AppendTag(records, p, metadata.New(0, "key", p))
		require.NoError(f, err)
	}
	f.Add(records, uint64(0), uint64(100), uint64(6), false)
	f.Add(records[:len(records)-3], uint64(5), uint64(6), ^uint64(0), true)
	f.Add(bytes.Repeat([]byte{0xff}, 64), uint64(0), ^uint64(0), uint64(1)<<63, false)
	f.Fuzz(func(t *testing.T, b []byte, from, to, skip uint64, lossy bool) {
		if len(b) > 4*shm.PageSize() {
			return
		}
		if to < from {
			from, to = to, from
		}
		to = min(to, from+1<<30) // a slice's worth
		r, corrupt := tagsIn(t, b, lossy)
		for range 2 {
			for _, tag := range r.Range(nil, from, to) {
				require.GreaterOrEqual(t, tag.Offset, 0)
				require.Less(t, uint64(tag.Offset), to-from)
			}
			r.skip(skip)
			require.LessOrEqual(t, r.end.Position(), uint64(len(b)))
		}
		require.False(t, lossy && *corrupt, "one that drops goes on")
	})
}
