package main

import (
	"context"
	"fmt"

	"github.com/seed-ff569660/seamless/circular"
	"github.com/seed-ff569660/seamless/examples/fanout/internal/ecg"
	"github.com/seed-ff569660/seamless/metadata"
)

// ringFrames is the least capacity of a stream: 22 s.
const ringFrames = 8192

// writer is the publisher's end of a stream, in one process or across.
type writer interface {
	Slice(ctx context.Context, min int) ([]ecg.Frame, error)
	ProduceTags(n int, tags ...metadata.Tag)
	Close() error
}

// reader is a subscriber's.
type reader interface {
	Slice(ctx context.Context, min int) ([]ecg.Frame, error)
	Tags(dst []metadata.Tag) []metadata.Tag
	Consume(n int) error
	Close() error
}

// streams makes the ends of streams, which have names. Open waits until there is a
// stream of that name; its reader begins with what is produced from then on. A lossy
// reader does not hold the writer up. Who comes and goes is told to news, one call at a
// time, where that is not nil and the ends are those of different processes.
type streams interface {
	create(name string, news func(string)) (writer, error)
	open(ctx context.Context, name string, lossy bool) (reader, error)
}

// inProcess are streams within this process. Open does not wait.
type inProcess map[string]*circular.Writer[ecg.Frame]

func (s inProcess) create(name string, _ func(string)) (writer, error) {
	w, err := circular.New[ecg.Frame](ringFrames)
	if err != nil {
		return nil, err
	}
	s[name] = w
	return w, nil
}

func (s inProcess) open(_ context.Context, name string, lossy bool) (reader, error) {
	w, ok := s[name]
	if !ok {
		return nil, fmt.Errorf("nobody publishes %q", name)
	}
	if lossy {
		return w.AddReader(circular.Lossy()), nil
	}
	return w.AddReader(), nil
}
