package streamtest

import (
	"context"
	"io"
	"testing"
)

func (s suite[T]) windows() map[string]func(*testing.T) {
	return map[string]func(*testing.T){
		"ItemsJustBeforeSleep":      s.itemsBeforeSleep,
		"EndJustBeforeSleep":        s.endBeforeSleep,
		"SpaceJustBeforeSleep":      s.spaceBeforeSleep,
		"LastReaderJustBeforeSleep": s.leaveBeforeSleep,
		"NewReaderJustBeforeSleep":  s.joinBeforeSleep,
		"PingPong":                  s.pingPong,
		"HandOver":                  s.handOver,
	}
}

// window is a context that calls f once when it is first asked for its error:
// after a wait has found nothing and before it tells others that it sleeps.
type window struct {
	context.Context
	f func()
}

func (w *window) Err() error {
	if f := w.f; f != nil {
		w.f = nil
		f()
	}
	return nil
}

func (s suite[T]) itemsBeforeSleep(t *testing.T) {
	s.play(t, func(t *testing.T) {
		w, r := s.pair(t)
		ctx := &window{background, func() { s.produce(t, w, 10) }}
		s.instantly(t, func() { slice[T](ctx, r, 10).items(t, 10) })
	})
}

func (s suite[T]) endBeforeSleep(t *testing.T) {
	s.play(t, func(t *testing.T) {
		w, r := s.pair(t)
		s.produce(t, w, 10)
		s.instantly(t, func() {
			slice[T](&window{background, func() { closed(t, w) }}, r, 11).items(t, 10)
		})
		s.consume(t, r, 10)
		s.ended(t, r, io.EOF)
	})
}

func (s suite[T]) spaceBeforeSleep(t *testing.T) {
	s.play(t, func(t *testing.T) {
		w, r := s.pair(t)
		s.produce(t, w, w.Cap())
		ctx := &window{background, func() { s.consume(t, r, r.Cap()) }}
		s.instantly(t, func() { slice[T](ctx, w, 1).items(t, w.Cap()) })
	})
}

func (s suite[T]) leaveBeforeSleep(t *testing.T) {
	s.play(t, func(t *testing.T) {
		w, r := s.pair(t)
		s.produce(t, w, w.Cap())
		ctx := &window{background, func() { closed(t, r) }}
		s.instantly(t, func() { slice[T](ctx, w, 1).items(t, w.Cap()) })
	})
}

// One reader leaves, and another one that holds as much has just come.
func (s suite[T]) joinBeforeSleep(t *testing.T) {
	s.play(t, func(t *testing.T) {
		w, r := s.pair(t)
		s.produce(t, w, w.Cap())
		came := make(chan Reader[T], 1)
		c := slice[T](&window{background, func() {
			came <- s.mustJoin(t, w, ReaderConfig{Oldest: true})
			_ = r.Close()
		}}, w, 1)
		old := <-came
		s.settle()
		c.blocked(t)
		s.instantly(t, func() {
			s.consume(t, old, old.Cap())
			c.items(t, w.Cap())
		})
		closed(t, old)
	})
}

// Two goroutines that hand one item to and fro through two streams: every wake
// counts, there is no second one.
func (s suite[T]) pingPong(t *testing.T) {
	s.play(t, func(t *testing.T) {
		there, here := s.pair(t)
		back, home := s.pair(t)
		rounds := amount(5_000)
		echo := start(func() (int, error) {
			for range rounds {
				if _, err := here.Slice(background, 1); err != nil {
					return 0, err
				}
				_ = here.Consume(1)
				if _, err := back.Slice(background, 1); err != nil {
					return 0, err
				}
				back.Produce(1)
			}
			return 0, nil
		})
		s.instantly(t, func() {
			for range rounds {
				_, _ = there.Slice(background, 1)
				there.Produce(1)
				if _, err := home.Slice(background, 1); err != nil {
					t.Fatal(err)
				}
				_ = home.Consume(1)
			}
			echo.items(t, 0)
		})
	})
}

// A reader that gives everything back just as the writer goes to sleep, and
// then does something else: nobody will wake the writer a second time.
func (s suite[T]) handOver(t *testing.T) {
	s.play(t, func(t *testing.T) {
		w, r := s.pair(t)
		again, rounds := make(chan bool), amount(3_000)
		reading := start(func() (int, error) {
			for range rounds {
				<-again
				_, _ = r.TrySlice()
				_ = r.Consume(r.Cap())
			}
			return 0, nil
		})
		s.instantly(t, func() {
			for range rounds {
				for s := w.TrySlice(); len(s) != 0; s = w.TrySlice() {
					w.Produce(len(s))
				}
				again <- true
				slice[T](background, w, 1).items(t, w.Cap())
			}
			reading.items(t, 0)
		})
	})
}
