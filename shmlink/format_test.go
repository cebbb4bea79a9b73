//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux || windows

package shmlink

import (
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// FORMAT.md says where everything is; these are its numbers.
func TestFormatOfMessages(t *testing.T) {
	item, err := layoutOf[complex64]()
	require.NoError(t, err)
	h := hello{
		lowest: 1, highest: 2, item: item, policy: evict, evictAfter: 3 * time.Nanosecond,
		start: startAt, position: 0x0807060504030201, bell: bellIsDoor, fences: true,
	}
	require.Equal(t, "5345414d"+"0100"+"0100"+"0200"+"02"+"02"+"01"+"01"+"0000"+
		"08000000"+"04000000"+"0300000000000000"+"0102030405060708"+
		hex.EncodeToString(item.print[:])+strings.Repeat("00", 8), hex.EncodeToString(h.encode()))
	back, err := decodeHello(h.encode())
	require.NoError(t, err)
	h.item.name = ""
	require.Equal(t, h, back)

	a := accept{version: 1, reader: 2, epoch: 3, items: 4, segment: 5, tags: 6, tagged: 7, control: 9, policy: drop}
	var want strings.Builder
	want.WriteString("5345414d" + "0200" + "0100")
	for _, v := range []byte{2, 3, 4, 5, 6, 7, 0, 9} {
		want.WriteString(hex.EncodeToString([]byte{v, 0, 0, 0, 0, 0, 0, 0}))
	}
	require.Equal(t, want.String()+"01"+strings.Repeat("00", 7), hex.EncodeToString(a.encode()))
	got, err := decodeAccept(a.encode())
	require.NoError(t, err)
	require.Equal(t, a, got)

	require.Equal(t, "5345414d"+"0700", hex.EncodeToString(message(wordSize, msgReady)))
	require.Equal(t, "5345414d"+"0800", hex.EncodeToString(message(wordSize, msgJoined)))

	require.Equal(t, "5345414d"+"0400"+"0500"+"0300"+"616263", hex.EncodeToString(verdict(msgGoodbye, 5, "abc")))
	code, text, err := decodeVerdict(verdict(msgReject, 5, "abc"))
	require.NoError(t, err)
	require.Equal(t, "5 abc", string('0'+rune(code))+" "+text)
}

func TestFormatOfHeaders(t *testing.T) {
	s, err := shm.Create("test", shm.PageSize())
	require.NoError(t, err)
	defer s.Close()
	r, err := s.Map(0, shm.PageSize(), true)
	require.NoError(t, err)
	defer r.Close()
	item, err := layoutOf[struct {
		A, _ uint8
		B    [3]int16
	}]()
	require.NoError(t, err)
	f := facts{item: item, kind: kindTags, capacity: 1000, maxReaders: 7, epoch: 8, created: 9, writer: 10, started: 11}
	f.write(r)
	b := r.Bytes(0, r.Len())
	require.Equal(t, "SEAMLESS", string(b[:8]))
	for at, want := range map[int]uint32{8: 1, 12: uint32(shm.PageSize()), 16: 0x01020304, 20: uint32(shm.PageSize()), 24: 8, 28: 2, 72: 7, 76: 1, 96: 10} {
		require.Equal(t, want, native.Uint32(b[at:]), "byte %d", at)
	}
	for at, want := range map[int]uint64{64: 1000, 80: 8, 88: 9, 104: 11} {
		require.Equal(t, want, native.Uint64(b[at:]), "byte %d", at)
	}
	require.Equal(t, item.print[:], b[32:64])
	got, err := readFacts(r)
	require.NoError(t, err)
	require.Equal(t, f, got)
}

// What a reader sees the same is the same, and nothing else.
func TestLayouts(t *testing.T) {
	type named struct{ Left, Right float32 }
	same := func(a, b itemLayout) bool { return a.print == b.print && a.size == b.size && a.align == b.align }
	of := func(l itemLayout, err error) itemLayout {
		require.NoError(t, err)
		return l
	}
	pair := of(layoutOf[named]())
	require.True(t, same(pair, of(layoutOf[struct{ A, B float32 }]())))
	for name, other := range map[string]itemLayout{
		"complex64": of(layoutOf[complex64]()),
		"array":     of(layoutOf[[2]float32]()),
		"float, int": of(layoutOf[struct {
			A float32
			B int32
		}]()),
		"float64":     of(layoutOf[float64]()),
		"uint64":      of(layoutOf[uint64]()),
		"with a hole": of(layoutOf[struct{ A, _ float32 }]()),
	} {
		require.False(t, same(pair, other), name)
	}
	require.False(t, same(of(layoutOf[int64]()), of(layoutOf[uint64]())))
	_, err := layoutOf[*int]()
	require.Error(t, err)
}
