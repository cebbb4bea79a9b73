//go:build linux || windows

package shmlink

import (
	"context"
	"math/rand/v2"
	"os"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// manyTags is more space for tags than a stage comes to use, on which an enemy that
// takes no tags does not hold the writer up by them.
const manyTags = 16 << 20

// TestHostileFloods writes wishes, rings and bells without end.
func TestHostileFloods(t *testing.T) {
	for _, p := range []Policy{Drop(), Evict(30 * time.Millisecond)} {
		t.Run(p.String(), func(t *testing.T) {
			onStage(t, func(s *stage) {
				e := s.enter(p)
				ctx, enough := context.WithCancel(s.ctx)
				var floods sync.WaitGroup
				floods.Go(func() { // all of its page but the positions
					rng := rand.New(rand.NewPCG(1, 2))
					for ctx.Err() == nil {
						for off := 128; off < os.Getpagesize(); off += 8 {
							if off == atTags {
								continue
							}
							v := rng.Uint64()
							switch rng.IntN(4) {
							case 0:
								v = 1
							case 1:
								v = 1 << 62
							}
							shm.At[atomics.Uint64](e.control, off).Store(v)
						}
					}
				})
				floods.Go(func() {
					for ctx.Err() == nil {
						e.rings()
					}
				})
				if p.IsEvict() { // it holds the writer up, and that the writer cannot sleep does not save it
					s.sees(Evicted, ErrEvicted)
				}
				s.goesOn()
				s.goesOn()
				for range 10 {
					require.Less(t, len(s.w.Readers()), 3)
					_, err := Inspect(s.ctx, s.w.Name())
					require.NoError(t, err)
				}
				enough()
				floods.Wait()
				e.vanishes()
			})
		})
	}
}

// TestSilentRoom makes room and does not say so.
func TestSilentRoom(t *testing.T) {
	onStage(t, func(s *stage) {
		e := s.enter(Evict(2 * time.Second)) // which a busy machine does not take from one step to the next
		for range 5 {                        // as a reader that is stopped between the two
			const atNeed, atWant = 136, 144 // as the writer wishes
			need, want := shm.At[atomics.Uint64](e.control, atNeed), shm.At[atomics.Uint64](e.control, atWant)
			for need.Load() == 0 || want.Load() != need.Load() { // until it sleeps for no more than it needs
				require.NoError(t, s.ctx.Err(), "the writer does not sleep")
				require.Len(t, s.w.Readers(), 2, "it has been put out")
				e.gives(atTags)
				runtime.Gosched()
			}
			was := e.gives(atItems)
			for s.w.Position() == was {
				require.NoError(t, s.ctx.Err(), "the writer does not go on")
				require.Len(t, s.w.Readers(), 2, "it has been put out")
				runtime.Gosched()
			}
		}
		e.vanishes()
	}, WithTagSpace(manyTags))
}

// TestHostileHello says what no reader says.
func TestHostileHello(t *testing.T) {
	honest := func(s *stage) hello { return s.hello(Block()) }
	changed := func(change func(h *hello)) func(s *stage) []byte {
		return func(s *stage) []byte { h := honest(s); change(&h); return h.encode() }
	}
	cases := map[string]struct {
		message func(s *stage) []byte
		refused error
	}{
		"Half":         {func(s *stage) []byte { h := honest(s); return h.encode()[:helloSize/2] }, ErrPeerCorrupt},
		"OneByte":      {func(*stage) []byte { return []byte{1} }, ErrPeerCorrupt},
		"Longer":       {func(s *stage) []byte { h := honest(s); return append(h.encode(), 0) }, ErrPeerCorrupt},
		"TooLong":      {func(*stage) []byte { return make([]byte, maxMessage+1) }, shm.ErrTruncated},
		"Garbage":      {func(*stage) []byte { return []byte("GET / HTTP/1.1\r\n\r\n") }, ErrPeerCorrupt},
		"Accept":       {func(*stage) []byte { return (&accept{}).encode() }, ErrPeerCorrupt},
		"Older":        {changed(func(h *hello) { h.lowest, h.highest = 0, 0 }), ErrVersion},
		"Newer":        {changed(func(h *hello) { h.lowest, h.highest = 2, 9 }), ErrVersion},
		"Inverted":     {changed(func(h *hello) { h.lowest, h.highest = 9, 0 }), ErrVersion},
		"OtherSize":    {changed(func(h *hello) { h.item.size = 4 }), ErrItemType},
		"HugeSize":     {changed(func(h *hello) { h.item.size = -1 }), ErrItemType},
		"OtherLayout":  {changed(func(h *hello) { h.item.print[5]++ }), ErrItemType},
		"OtherAlign":   {changed(func(h *hello) { h.item.align = 1 }), ErrItemType},
		"Policy":       {changed(func(h *hello) { h.policy = 3 }), ErrPeerCorrupt},
		"Start":        {changed(func(h *hello) { h.start = 3 }), ErrPeerCorrupt},
		"Bell":         {changed(func(h *hello) { h.bell = 2 }), ErrPeerCorrupt},
		"BeforeItCame": {changed(func(h *hello) { h.policy, h.evictAfter = evict, -1 }), ErrPeerCorrupt},
	}
	onStage(t, func(s *stage) {
		for name, c := range cases {
			t.Log(name)
			conn := s.knock()
			require.NoError(t, conn.Send(c.message(s)))
			s.sees(Refused, c.refused)
			b := make([]byte, maxMessage)
			n, _, err := conn.Receive(b, 0)
			require.NoError(t, err)
			require.EqualValues(t, msgReject, kindOf(b[:n]))
			code, text, err := decodeVerdict(b[:n])
			require.NoError(t, err)
			require.Equal(t, codeOf(c.refused), code)
			require.NotEmpty(t, text)
			_, _, err = conn.Receive(b, 0)
			require.Error(t, err, "it has hung up")
			require.NoError(t, conn.Close())
			s.goesOn()
		}
	})
}

// TestHostileMessages says what a reader does not say once it is in.
func TestHostileMessages(t *testing.T) {
	messages := map[string][]byte{
		"Garbage":      []byte("what?"),
		"HalfGoodbye":  verdict(msgGoodbye, 0, "")[:7],
		"LongGoodbye":  append(verdict(msgGoodbye, 0, ""), 1),
		"BadGoodbye":   verdict(msgGoodbye, 6, "no"),
		"Reject":       verdict(msgReject, 0, ""),
		"HelloAgain":   (&hello{}).encode(),
		"TooLong":      make([]byte, maxMessage+1),
		"ManyMessages": []byte("many"),
	}
	onStage(t, func(s *stage) {
		for name, message := range messages {
			t.Log(name)
			e := s.enter(Block())
			_ = e.conn.SetDeadline(time.Now().Add(10 * time.Second))
			times := 1
			if name == "ManyMessages" {
				times = 1000
			}
			for range times {
				if e.conn.Send(message) != nil {
					break
				}
			}
			s.sees(Lied, ErrPeerCorrupt)
			e.vanishes()
			s.goesOn()
		}
	})
}
