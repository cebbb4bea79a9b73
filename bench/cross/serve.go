//go:build linux

package cross

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"
)

// job is what a process is started for.
type job struct {
	Work    string
	Peer    string
	Name    string // of the stream, where the peer goes by one
	Reader  int    // which reader it is; -1: the writer
	Readers int
	Batch   int // items

	Anywhere bool // no process keeps a processor
	Core     int  // the one to keep
}

// order has a process do its part so many times, or meet the others.
type order struct {
	Ops  int
	Meet bool
}

// report is what a process says: once when it is ready, then after each order.
type report struct {
	Err     string
	Start   int64 // the time, in nanoseconds since boot
	End     int64
	Spent   int64 // nanoseconds that are what the work is about, where that is not End-Start
	Waits   uint64
	Wakes   uint64
	Mallocs uint64 // allocations since the order came
	Core    int    // where it was at the end
}

// part is what a process does.
type part struct {
	run    func(ops int, r *report) error
	meet   func() error                 // called when all processes are ready; may be nil
	counts func() (waits, wakes uint64) // may be nil
	close  func()                       // may be nil
}

const variable = "SEAMLESS_CROSS_JOB"

// Serve does what the process was started for and ends it, if that is a part of
// a case; else it returns at once.
func Serve() {
	text, ok := os.LookupEnv(variable)
	if !ok {
		return
	}
	out := json.NewEncoder(os.Stdout)
	if err := serve(text, out); err != nil {
		_ = out.Encode(report{Err: err.Error()})
		os.Exit(1)
	}
	os.Exit(0)
}

func serve(text string, out *json.Encoder) error {
	var j job
	if err := json.Unmarshal([]byte(text), &j); err != nil {
		return err
	}
	if !j.Anywhere {
		if err := stay(j.Core); err != nil {
			return fmt.Errorf("stay on processor %d: %w", j.Core, err)
		}
	}
	p, err := j.begin()
	if err != nil {
		return err
	}
	if p.close != nil {
		defer p.close()
	}
	if err := out.Encode(report{}); err != nil {
		return err
	}
	for o := range orders(os.Stdin) {
		r, err := p.obey(o)
		if err != nil {
			return err
		}
		if err := out.Encode(r); err != nil {
			return err
		}
	}
	return nil
}

// orders returns what comes in. After the end, which may be that of who gives
// the orders, the process has so long to end as well.
func orders(from io.Reader) <-chan order {
	const farewell = 2 * time.Second
	c := make(chan order)
	go func() {
		in := json.NewDecoder(from)
		for {
			var o order
			if in.Decode(&o) != nil {
				close(c)
				time.Sleep(farewell)
				os.Exit(1)
			}
			c <- o
		}
	}()
	return c
}

// obey does what is ordered.
func (p *part) obey(o order) (r report, err error) {
	if o.Meet {
		if p.meet != nil {
			err = p.meet()
		}
		return r, err
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r.Start = now()
	if err = p.run(o.Ops, &r); err != nil {
		return r, err
	}
	r.End = now()
	runtime.ReadMemStats(&after)
	r.Mallocs, r.Core = after.Mallocs-before.Mallocs, core()
	if p.counts != nil {
		r.Waits, r.Wakes = p.counts()
	}
	return r, nil
}
