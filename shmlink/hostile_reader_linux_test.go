package shmlink

import (
	"math/rand/v2"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// TestHostileCursor writes positions that cannot be true.
func TestHostileCursor(t *testing.T) {
	lies := map[string]func(e *enemy, tail *atomics.Uint64){
		"Backward":      func(_ *enemy, tail *atomics.Uint64) { tail.Add(^uint64(0)) },
		"PastTheCommit": func(_ *enemy, tail *atomics.Uint64) { tail.Add(1 << 40) },
		"HalfTheWorld":  func(_ *enemy, tail *atomics.Uint64) { tail.Add(1 << 63) },
		"Zero":          func(_ *enemy, tail *atomics.Uint64) { tail.Store(0) },
		"AllOnes":       func(_ *enemy, tail *atomics.Uint64) { tail.Store(^uint64(0)) },
		"AllOfIt": func(e *enemy, _ *atomics.Uint64) {
			for b, i := e.control.Bytes(0, os.Getpagesize()), 0; i < len(b); i++ {
				b[i] = 0xa5
			}
		},
		"Garbage": func(e *enemy, tail *atomics.Uint64) {
			rng := rand.New(rand.NewPCG(1, 2))
			for range 100_000 {
				tail.Store(rng.Uint64())
			}
		},
	}
	other := map[int]int{atItems: atTags, atTags: atItems}
	for at, ring := range map[int]string{atItems: "items", atTags: "tags"} {
		onStage(t, func(s *stage) {
			for _, p := range []Policy{Block(), Evict(time.Hour)} { // where of one that drops matters to nobody
				for name, lie := range lies {
					t.Log(name, "in", ring, p)
					for s.w.host.tags.first.Load() == 0 { // before it comes, for whom the tags would stop
						runtime.Gosched()
					}
					e := s.enter(p)
					tail := shm.At[atomics.Uint64](e.control, at)
					for at == atItems && tail.Load() == 0 {
						runtime.Gosched()
					}
					lie(e, tail)
					e.follows(other[at]) // the writer looks when it needs room, and must not wait for room elsewhere
					s.sees(Lied, ErrPeerCorrupt)
					b := make([]byte, maxMessage)
					n, _, err := e.conn.Receive(b, 0)
					require.NoError(t, err, "it is told")
					code, _, err := decodeVerdict(b[:n])
					require.NoError(t, err)
					require.Equal(t, codeOf(ErrPeerCorrupt), code)
					e.vanishes()
				}
			}
		}, WithTagSpace(1)) // so that it is looked at often
	}
}

// TestHostileDescriptors sends as many descriptors as a message can carry.
func TestHostileDescriptors(t *testing.T) {
	onStage(t, func(s *stage) {
		null, err := os.Open(os.DevNull)
		require.NoError(t, err)
		defer null.Close()
		files := make([]*os.File, 253)
		for i := range files {
			files[i] = null
		}
		h := s.hello(Block())
		for range 20 {
			conn := s.knock()
			require.NoError(t, conn.Send(h.encode(), files...))
			s.sees(Refused, shm.ErrTooManyFiles)
			require.NoError(t, conn.Close())

			e := s.enter(Block())
			require.NoError(t, e.conn.Send(verdict(msgGoodbye, 0, ""), files...))
			s.sees(Lied, shm.ErrTooManyFiles)
			e.vanishes()
		}
	})
}

// TestThousandConnections knocks a thousand times, and mostly says nothing.
func TestThousandConnections(t *testing.T) {
	onStage(t, func(s *stage) {
		conns := make([]*shm.Conn, 1000)
		for i := range conns {
			conns[i] = s.knock()
			switch i % 4 {
			case 0:
				require.NoError(t, conns[i].Send([]byte("?")))
			case 1:
				require.NoError(t, conns[i].Close())
			}
			if i%100 == 99 {
				r, err := Open[uint64](s.ctx, s.w.Name())
				require.NoError(t, err)
				sl, err := r.Slice(s.ctx, 1)
				require.NoError(t, err)
				require.Equal(t, item(r.Position()), sl[0])
				require.NoError(t, r.Close())
			}
		}
		for range 250 {
			s.sees(Refused, ErrPeerCorrupt)
		}
		s.goesOn()
		for _, c := range conns[:990] {
			require.NoError(t, c.Close())
		}
		s.after = func() { // those that have said nothing do not keep the stream from ending
			for _, c := range conns[990:] {
				require.NoError(t, c.Close())
			}
		}
	})
}
