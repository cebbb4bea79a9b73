//go:build !portable

package shm

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/seed-ff569660/seamless/internal/atomics"
)

// TestBenchmarkPeer is the other process of BenchmarkRoundTrip.
func TestBenchmarkPeer(t *testing.T) {
	way := os.Getenv(wayVariable)
	if way == "" {
		t.Skip("BenchmarkRoundTrip starts it")
	}
	ctx := context.Background()
	p := guest().by(way)
	for n := uint64(1); ; n++ {
		if p.hear(ctx, way, n) != nil {
			os.Exit(0)
		}
		p.tell(way, n)
	}
}

const wayVariable = "SHM_BENCHMARK_WAY"

// message is what is sent for a count.
var message = make([]byte, 8)

// hear waits for n in one of the ways.
func (p *pair) hear(ctx context.Context, way string, n uint64) error {
	switch way {
	case "words": // no wake at all: as fast as two processes can be
		for p.theirs.Load() < n {
			pause()
		}
		return nil
	case "socket":
		_, _, err := p.conn.Receive(message, 0)
		return err
	default:
		return p.wait(ctx, n)
	}
}

func (p *pair) tell(way string, n uint64) {
	switch way {
	case "words":
		p.ours.Store(n)
	case "socket":
		_ = p.conn.Send(message)
	default:
		p.count(n)
	}
}

// BenchmarkRoundTrip is there and back between two processes. In "bell asleep"
// nobody looks before he sleeps.
func BenchmarkRoundTrip(b *testing.B) {
	ctx := context.Background()
	for _, way := range []string{"words", "bell", "bell asleep", "doorbell", "socket"} {
		b.Run("way="+way, func(b *testing.B) {
			var cmd *exec.Cmd
			p := host(b, func(env ...string) {
				cmd = exec.Command(os.Args[0], "-test.run=^TestBenchmarkPeer$")
				cmd.Env = append(append(os.Environ(), env...), wayVariable+"="+way)
				if err := cmd.Start(); err != nil {
					b.Fatal(err)
				}
			}).by(way)
			defer func() {
				_ = cmd.Process.Kill()
				_ = cmd.Wait()
			}()
			b.ReportAllocs()
			for n := uint64(1); b.Loop(); n++ {
				p.tell(way, n)
				if err := p.hear(ctx, way, n); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkSleep is what it costs to put a thread to sleep and wake it: there
// and back, through two words of one process. A budget of looks must be well
// above half of it.
func BenchmarkSleep(b *testing.B) {
	var there, back atomics.Uint32
	go func() { // sleeps at the end, for good
		runtime.LockOSThread()
		for n := uint32(0); ; n++ {
			for there.Load() == n {
				_, _ = FutexWait(&there, n, -1)
			}
			back.Add(1)
			FutexWake(&back, 1)
		}
	}()
	n := uint32(0)
	for b.Loop() {
		there.Add(1)
		FutexWake(&there, 1)
		for back.Load() == n {
			_, _ = FutexWait(&back, n, -1)
		}
		n++
	}
}

// BenchmarkRing rings where nobody waits.
func BenchmarkRing(b *testing.B) {
	b.Run("way=bell", func(b *testing.B) {
		var word atomics.Uint32
		bell := NewBell(&word)
		for b.Loop() {
			bell.Ring()
		}
	})
	b.Run("way=doorbell", func(b *testing.B) {
		near, far, err := NewDoorbell()
		if err != nil {
			b.Fatal(err)
		}
		defer near.Close()
		defer far.Close()
		var rings [4096]byte
		for i := 0; b.Loop(); i++ {
			near.Notify()
			if i%128 == 0 {
				_, _ = receiveNow(int(far.Fd()), rings[:])
			}
		}
	})
	b.Run("way=eventfd", func(b *testing.B) {
		fd, err := unix.Eventfd(0, unix.EFD_NONBLOCK)
		if err != nil {
			b.Fatal(err)
		}
		defer unix.Close(fd)
		one := []byte{1, 0, 0, 0, 0, 0, 0, 0}
		for b.Loop() {
			_, _ = unix.Write(fd, one)
		}
	})
}

// BenchmarkSegment makes, maps, seals and closes one.
func BenchmarkSegment(b *testing.B) {
	for _, size := range []int{page, 1 << 20} {
		b.Run(fmt.Sprintf("bytes=%d", size), func(b *testing.B) {
			for b.Loop() {
				s, err := Create("bench", size)
				if err != nil {
					b.Fatal(err)
				}
				r, err := s.Map(0, size, true)
				if err != nil {
					b.Fatal(err)
				}
				_ = s.Seal(Data)
				_ = r.Close()
				_ = s.Close()
			}
		})
	}
}
