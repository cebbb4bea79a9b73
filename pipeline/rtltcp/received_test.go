package rtltcp_test

import (
	"math/rand/v2"
	"net"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/seed-ff569660/seamless/pipeline/rtltcp"
)

func TestCommandsComeWhole(t *testing.T) {
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	t.Logf("seed %d", seed)
	got := make(chan rtltcp.Command, 1000)
	server, addr := serve(t, newStream(t, 1), rtltcp.WithCommands(func(from net.Addr, c rtltcp.Command) {
		if from == nil {
			t.Error("from nobody")
		}
		got <- c
	}))
	conn := connect(t, addr)
	var wire []byte
	var want []rtltcp.Command
	for range 1000 {
		c := rtltcp.Command{Op: rtltcp.Op(random.Uint32N(20)), Arg: random.Uint32()}
		if random.IntN(10) == 0 {
			c.Op = rtltcp.Op(random.Uint32N(256))
		}
		wire = c.Append(wire)
		if c.Op >= 0x01 && c.Op <= 0x0e {
			want = append(want, c)
		}
	}
	for len(wire) > 0 {
		n := min(len(wire), 1+random.IntN(12))
		if _, err := conn.Write(wire[:n]); err != nil {
			t.Fatal(err)
		}
		wire = wire[n:]
	}
	for i, want := range want {
		if got := <-got; got != want {
			t.Fatalf("command %d is %v, want %v", i, got, want)
		}
	}
	eventually(t, "all are counted", func() bool { return server.Stats().Clients[0].Commands == 1000 })
	if s := server.Stats().Clients[0]; s.Ignored != uint64(1000-len(want)) || len(got) != 0 {
		t.Errorf("%+v, %d known, %d more came", s, len(want), len(got))
	}
}

// The commands of all clients come one at a time.
func TestCommandsInTurn(t *testing.T) {
	const clients, each = 5, 100
	last := map[string]uint32{} // without a lock, on purpose
	var inside atomic.Int32
	var all sync.WaitGroup
	all.Add(clients * each)
	_, addr := serve(t, newStream(t, 1), rtltcp.WithCommands(func(from net.Addr, c rtltcp.Command) {
		if inside.Add(1) != 1 {
			t.Error("two at a time")
		}
		defer inside.Add(-1)
		for range 100 {
			runtime.Gosched() // another has all the time to come in
		}
		if last[from.String()]++; last[from.String()] != c.Arg {
			t.Errorf("%v from %v", c, from)
		}
		all.Done()
	}))
	for range clients {
		conn := connect(t, addr)
		go func() {
			for i := range uint32(each) {
				_, _ = conn.Write(rtltcp.Command{Op: rtltcp.PPM, Arg: i + 1}.Append(nil))
			}
		}()
	}
	all.Wait()
}
