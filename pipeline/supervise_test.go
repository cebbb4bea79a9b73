package pipeline

import (
	"context"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// TestSupervisorSleeps has a graph wait for its source: then nobody is awake,
// and a sink that keeps the source waiting after that is still found out.
func TestSupervisorSleeps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(WithMaxBatch(1))
		next, gate := make(chan int), make(chan struct{})
		s := Source(p, "source", func(_ context.Context, dst []int) (int, error) {
			v, open := <-next
			if !open {
				return 0, io.EOF
			}
			dst[0] = v
			return 1, nil
		})
		Sink(p, "gate", s, func(_ context.Context, src []int) (int, error) {
			<-gate
			return len(src), nil
		})
		done := make(chan error, 1)
		go func() { done <- p.Run(context.Background()) }()
		for range 3 {
			time.Sleep(time.Hour)
			synctest.Wait()
			require.EqualValues(t, 1, p.asleep.Load(), "the supervisor is awake")
			next <- 1 // the sink takes it and waits
			next <- 2 // so the source has been given to another goroutine
			gate <- struct{}{}
			gate <- struct{}{}
		}
		close(next)
		require.NoError(t, <-done)
	})
}
