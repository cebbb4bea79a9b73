package main

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/seed-ff569660/seamless/examples/fanout/internal/ecg"
	"github.com/seed-ff569660/seamless/shmlink"
)

// betweenProcesses returns the streams from process to process, nil where there are
// none.
func betweenProcesses() streams {
	if _, err := shmlink.List(); errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	return shared{}
}

// shared are streams whose frames lie in memory that processes share. A process that
// dies takes nothing with it, and whose it was is told.
type shared struct{}

func (shared) create(name string, news func(string)) (writer, error) {
	var opts []shmlink.Option
	if news != nil {
		var mu sync.Mutex
		opts = append(opts, shmlink.WithEvents(func(e shmlink.Event) {
			mu.Lock()
			defer mu.Unlock()
			news(told(e))
		}))
	}
	w, err := shmlink.Create[ecg.Frame](name, ringFrames, opts...)
	if errors.Is(err, shmlink.ErrInUse) {
		return nil, fmt.Errorf("somebody publishes %q already: choose another name with -stream", name)
	}
	if err != nil {
		return nil, err
	}
	return w, nil
}

// told says an event in words.
func told(e shmlink.Event) string {
	text := fmt.Sprintf("process %d %v", e.Peer.PID, e.Kind)
	if e.Err != nil {
		text += ": " + oneLine(e.Err)
	}
	return text
}

func (shared) open(ctx context.Context, name string, lossy bool) (reader, error) {
	policy := shmlink.Block()
	if lossy {
		policy = shmlink.Drop()
	}
	r, err := shmlink.Open[ecg.Frame](ctx, name, shmlink.Await(), shmlink.WithPolicy(policy))
	switch {
	case err == nil:
		return r, nil
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return nil, fmt.Errorf("nobody has published %q", name)
	}
	return nil, err
}
