package streamtest

import (
	"io"
	"testing"
	"time"
)

func (s suite[T]) selects() map[string]func(*testing.T) {
	if !s.Selects {
		return nil
	}
	return map[string]func(*testing.T){
		"ReadyReader":         s.readyReader,
		"ReadyWriter":         s.readyWriter,
		"ReadyAtTheEnd":       s.readyAtEnd,
		"ReadyAnotherWins":    s.readyAnother,
		"ReadySpuriousTokens": s.readySpurious,
		"ReadyThenWait":       s.readyThenWait,
		"ReadyStream":         s.readyStream,
	}
}

func ready(end any) <-chan struct{} { return end.(Selectable).Ready() }

// holds says whether there is a value in the channel, and takes it.
func holds(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// becomes is holds for a value that is to come: at once, but where a wake has a
// way to go.
func (s suite[T]) becomes(c <-chan struct{}) bool {
	if !s.Apart {
		return holds(c)
	}
	select {
	case <-c:
		return true
	case <-time.After(10 * time.Second):
		return false
	}
}

func (s suite[T]) readyReader(t *testing.T) {
	w, r := s.pair(t)
	c := ready(r)
	if holds(c) {
		t.Error("ready without items")
	}
	s.produce(t, w, 1)
	if !s.becomes(c) {
		t.Error("not ready with an item")
	}
	for range 2 {
		if !s.becomes(ready(r)) { // the item is still there
			t.Error("not ready with an item that was there before")
		}
	}
	s.consume(t, r, 1)
	if holds(ready(r)) && (!s.Apart || holds(ready(r))) { // the one wake of before may have been on its way
		t.Error("ready without items")
	}
}

func (s suite[T]) readyWriter(t *testing.T) {
	w, r := s.pair(t)
	for range 2 {
		if !s.becomes(ready(w)) {
			t.Error("not ready with space")
		}
	}
	s.produce(t, w, w.Cap())
	c := ready(w)
	if holds(c) {
		t.Error("ready without space")
	}
	s.take(t, r)
	_ = r.Consume(1)
	if !s.becomes(c) {
		t.Error("not ready with space")
	}
	s.produce(t, w, 1)
	c = ready(w)
	closed(t, r)
	if !s.becomes(c) {
		t.Error("not ready when its reader has left")
	}
}

func (s suite[T]) readyAtEnd(t *testing.T) {
	w, r := s.pair(t)
	other := s.reader(t, w, ReaderConfig{})
	c := ready(r)
	closed(t, w)
	if !s.becomes(c) || !s.becomes(ready(r)) || !s.becomes(ready(other)) {
		t.Error("not ready at the end")
	}
	s.ended(t, r, io.EOF)
	closed(t, r)
	if !s.becomes(ready(r)) || !s.becomes(ready(w)) {
		t.Error("not ready when closed")
	}
}

// Wishes that nobody waits for any more cost nothing later.
func (s suite[T]) readyAnother(t *testing.T) {
	w, r := s.pair(t)
	another := make(chan int, 1)
	for i := range 1000 {
		another <- i
		select {
		case <-ready(r):
			t.Fatal("ready without items")
		case <-another:
		}
	}
	s.produce(t, w, w.Cap())
	if !s.becomes(ready(r)) {
		t.Error("not ready with items")
	}
	for i := range 1000 {
		another <- i
		select {
		case <-ready(w):
			t.Fatal("ready without space")
		case <-another:
		}
	}
	s.consume(t, r, 1)
	if !s.becomes(ready(w)) {
		t.Error("not ready with space")
	}
	if got := w.Stats(); s.Counts && got.Wakes > 2 {
		t.Errorf("%d wakes", got.Wakes)
	}
	if got := r.Stats(); s.Counts && got.Wakes > 2 {
		t.Errorf("%d wakes", got.Wakes)
	}
}

// A value that nobody took is there after the items are gone; a wait is not
// misled by it.
func (s suite[T]) readySpurious(t *testing.T) {
	s.play(t, func(t *testing.T) {
		w, r := s.pair(t)
		ready(r)
		s.produce(t, w, 1)
		s.consume(t, r, 1)
		items := slice[T](background, r, 1)
		s.settle()
		items.blocked(t)
		s.produce(t, w, 1)
		items.items(t, 1)

		ready(w) // there is space
		s.produce(t, w, w.Cap()-1)
		space := slice[T](background, w, 1)
		s.settle()
		space.blocked(t)
		s.consume(t, r, r.Cap())
		space.items(t, w.Cap())
	})
}

// A wish that was left standing does not hinder a wait for more.
func (s suite[T]) readyThenWait(t *testing.T) {
	s.play(t, func(t *testing.T) {
		w, r := s.pair(t)
		ready(r)
		items := slice[T](background, r, 10)
		s.settle()
		s.produce(t, w, 9)
		s.settle()
		items.blocked(t)
		s.produce(t, w, 1)
		items.items(t, 10)
		s.produce(t, w, w.Cap()-10)
		ready(w)
		space := slice[T](background, w, w.Cap())
		s.settle()
		s.consume(t, r, r.Cap()-1)
		s.settle()
		space.blocked(t)
		s.consume(t, r, 1)
		s.instantly(t, func() { space.items(t, w.Cap()) })
	})
}
