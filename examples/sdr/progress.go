package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// progress counts the samples of an input on their way and, if the log is a
// terminal, says twice a second how far they are.
type progress struct {
	in    *input
	count atomic.Int64 // samples; written by read, which the source's goroutine calls

	stop func() // ends the messages and wipes the last away
}

func newProgress(log io.Writer, in *input) *progress {
	p := &progress{in: in, stop: func() {}}
	if isTerminal(log) {
		p.stop = p.start(log)
	}
	return p
}

// wipe clears the line of a terminal that a message of progress is on.
const wipe = "\r\x1b[K"

func isTerminal(log io.Writer) bool {
	f, ok := log.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func (p *progress) read(ctx context.Context, dst []complex64) (int, error) {
	n, err := p.in.read(ctx, dst)
	p.add(n)
	return n, err
}

// add counts samples that do not come by read.
func (p *progress) add(n int) { p.count.Add(int64(n)) }

func (p *progress) samples() int64 { return p.count.Load() }

// seconds returns the length of the signal so far.
func (p *progress) seconds() float64 { return float64(p.samples()) / p.in.rate }

func (p *progress) start(log io.Writer) (stop func()) {
	done := make(chan struct{})
	var ended sync.WaitGroup
	started := time.Now()
	ended.Go(func() {
		tick := time.NewTicker(500 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				fmt.Fprintf(log, wipe+"%s", p.message(time.Since(started)))
			case <-done:
				fmt.Fprint(log, wipe)
				return
			}
		}
	})
	return func() {
		close(done)
		ended.Wait()
	}
}

func (p *progress) message(took time.Duration) string {
	s := fmt.Sprintf("%.0f s", p.seconds())
	if p.in.samples > 0 {
		total := float64(p.in.samples) / p.in.rate
		s = fmt.Sprintf("%.0f of %.0f s, %.0f %%", p.seconds(), total, 100*p.seconds()/total)
	}
	return fmt.Sprintf("%s, %.1f x real time", s, p.seconds()/took.Seconds())
}
