//go:build unix

package rtltcp

import (
	"math/rand/v2"
	"net"
	"syscall"
	"testing"

	"github.com/seed-ff569660/seamless/circular"
	"github.com/seed-ff569660/seamless/metadata"
)

// directTo returns a client whose socket is the function, and the writer of
// its stream.
func directTo(t *testing.T, samples int, c *config, write func(b []byte) (int, error)) (*client, *direct, *circular.Writer[[2]uint8]) {
	t.Helper()
	w, err := circular.New[[2]uint8](samples)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	_, conn := net.Pipe() // for its address
	one := newClient(c, nil, conn, w)
	t.Cleanup(func() { one.reader.Close() })
	d := &direct{c: one, write: func(_ uintptr, b []byte) (int, error) { return write(b) }}
	return one, d, w
}

func produce(t *testing.T, w *circular.Writer[[2]uint8], n int) {
	t.Helper()
	for n > 0 {
		s := w.TrySlice()
		s = s[:min(n, len(s))]
		for i := range s {
			v := w.Position() + uint64(i)
			s[i] = [2]uint8{uint8(v), uint8(v >> 8)}
		}
		w.Produce(len(s))
		n -= len(s)
	}
}

// A socket may take any number of bytes, also half a sample, and then none for
// as long as it takes to lose what comes next: I and Q stay together.
func TestSamplesAreNeverParted(t *testing.T) {
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	t.Logf("seed %d", seed)
	var got []byte
	lost := map[int]uint64{}
	config := &config{overflow: func(_ net.Addr, gap metadata.Tag) { lost[gap.Offset] += gap.Value.Uint64() }}
	c, d, w := directTo(t, 4096, config, func(b []byte) (int, error) {
		if random.IntN(3) == 0 {
			return 0, syscall.EAGAIN
		}
		n := min(len(b), 1+random.IntN(1500))
		got = append(got, b[:n]...)
		return n, nil
	})
	for range 10_000 {
		produce(t, w, random.IntN(700))
		d.try(0)
		if d.err != nil {
			t.Fatal(d.err)
		}
	}
	v, parted := uint64(0), 0
	for i := range len(got) / 2 {
		v += lost[i]
		if want := [2]uint8{uint8(v), uint8(v >> 8)}; [2]uint8(got[2*i:]) != want {
			t.Fatalf("sample %d of those sent is %v, want %v", i, got[2*i:2*i+2], want)
		}
		v++
	}
	if len(d.half) > 0 {
		parted = 1
	}
	s := c.stats()
	if s.Torn != 0 || s.Dropped == 0 || s.Sent+s.Dropped+uint64(s.Pending) != w.Position() || 2*s.Sent != uint64(len(got)+parted) {
		t.Errorf("%d produced, %d bytes came: %+v", w.Position(), len(got), s)
	}
	t.Logf("%+v in %d gaps", s, len(lost))
}

// What the writer overtakes while the system copies is counted as torn.
func TestTornSamplesAreCounted(t *testing.T) {
	var w *circular.Writer[[2]uint8]
	c, d, w := directTo(t, 4096, &config{}, func(b []byte) (int, error) {
		produce(t, w, w.Cap())
		return len(b), nil
	})
	produce(t, w, 100)
	d.try(0)
	if s := c.stats(); s.Sent != 100 || s.Torn != 100 || s.Dropped != 0 || s.Pending != w.Cap() {
		t.Errorf("%+v", s)
	}
}

// A slow client loses in one piece what lies too far back, and keeps the rest.
func TestTakeKeepsItsDistance(t *testing.T) {
	c, _, w := directTo(t, 4096, &config{}, nil)
	half := w.Cap() / 2
	produce(t, w, half)
	if s := c.take(w.Cap()); len(s) != half || c.dropped.Load() != 0 {
		t.Errorf("half of the ring: %d samples, %d dropped", len(s), c.dropped.Load())
	}
	produce(t, w, 1)
	if s := c.take(w.Cap()); len(s) != half/2 || c.dropped.Load() != uint64(half+1-half/2) || s[0] != [2]uint8{uint8(c.dropped.Load()), uint8(c.dropped.Load() >> 8)} {
		t.Errorf("one more: %d samples, %d dropped", len(s), c.dropped.Load())
	}
	if s := c.take(10); len(s) != 10 {
		t.Errorf("%d samples, 10 wanted", len(s))
	}
}

// What is lost while the client lags by less than its bound is counted, too: by
// a writer that may overwrite more at once.
func TestLostBeforeTheSlice(t *testing.T) {
	for _, last := range []int{0, 100} {
		w, err := circular.New[[2]uint8](4096, circular.WithMaxSlice(1<<20))
		if err != nil {
			t.Fatal(err)
		}
		defer w.Close()
		_, conn := net.Pipe()
		var gap metadata.Tag
		c := newClient(&config{overflow: func(_ net.Addr, g metadata.Tag) { gap = g }}, nil, conn, w)
		d := &direct{c: c, write: func(_ uintptr, b []byte) (int, error) { return len(b), nil }}
		produce(t, w, 1000)
		w.TrySlice() // and may be overwriting all of it
		d.try(0)
		w.Produce(last)
		d.try(0)
		missed, _ := c.consume(0) // as at its end
		c.skipped(missed)
		if s := c.stats(); s.Dropped != 1000 || s.Sent != uint64(last) || s.Pending != 0 || gap.Offset != 0 || gap.Value.Uint64() != 1000 {
			t.Errorf("%+v, %v", s, gap)
		}
		c.reader.Close()
	}
}

// A client that waits has not found out what it has lost; its statistics have.
func TestStatsOfAClientThatWaits(t *testing.T) {
	c, _, w := directTo(t, 4096, &config{}, nil)
	produce(t, w, 3*w.Cap())
	if s := c.stats(); s.Dropped != uint64(2*w.Cap()) || s.Pending != w.Cap() || s.Sent != 0 {
		t.Errorf("%+v", s)
	}
}

func TestBrokenSocket(t *testing.T) {
	_, d, w := directTo(t, 4096, &config{}, func([]byte) (int, error) { return 0, syscall.EPIPE })
	produce(t, w, 1)
	if done := d.try(0); !done || d.err != syscall.EPIPE {
		t.Errorf("%v, %v", done, d.err)
	}
}
