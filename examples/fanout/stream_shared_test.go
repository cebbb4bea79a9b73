package main

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"time"
)

// A subscriber that comes first waits for its publisher, and says so; it has all that
// is published from then on. The publisher says who comes and goes.
func TestSubscriberComesFirst(t *testing.T) {
	across := between(t)
	heard, subscribed, published := new(watched), make(chan int), make(chan int)
	out := new(watched)
	go func() {
		subscribed <- run(t.Context(), strings.Fields("subscribe detect -json -stream first"), console{nil, out, heard, across, nil})
	}()
	heard.wait(`waiting for somebody to publish "first"`)
	ctx, cancel := context.WithCancel(t.Context())
	news := new(watched)
	go func() {
		published <- run(ctx, strings.Fields("publish -stream first -speed 100"), console{nil, io.Discard, news, across, nil})
	}()
	out.wait(`"event":"beat"`)
	cancel()
	if a, b := <-published, <-subscribed; a != 0 || b != 0 || !strings.Contains(lastLine(out.String()), `"role":"detect"`) || strings.Contains(lastLine(out.String()), `"ended"`) {
		t.Errorf("publish %d, subscribe %d: %s", a, b, out.String())
	}
	if !strings.Contains(news.String(), " joined\n") {
		t.Errorf("the publisher says %q", news.String())
	}
}

// Nobody comes: an interrupt ends the waiting.
func TestNobodyPublishes(t *testing.T) {
	across := between(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	var log bytes.Buffer
	if status := run(ctx, strings.Fields("subscribe strip -stream none"), console{nil, io.Discard, &log, across, nil}); status != 1 || log.String() != "fanout subscribe: nobody has published \"none\"\n" {
		t.Errorf("status %d, %s", status, log.String())
	}
}

// A name has one publisher.
func TestNameInUse(t *testing.T) {
	across := between(t)
	w, err := across.create("taken", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	var log bytes.Buffer
	if status := run(t.Context(), strings.Fields("publish -stream taken"), console{nil, io.Discard, &log, across, nil}); status != 1 || log.String() != "fanout publish: somebody publishes \"taken\" already: choose another name with -stream\n" {
		t.Errorf("status %d, %s", status, log.String())
	}
	log.Reset()
	if status := run(t.Context(), strings.Fields("publish -stream a/b"), console{nil, io.Discard, &log, across, nil}); status != 1 || !strings.Contains(log.String(), `"a/b"`) || strings.Count(log.String(), "\n") != 1 {
		t.Errorf("status %d, %s", status, log.String())
	}
}

// A subscriber that is lossy holds nobody up, and knows what it has lost.
func TestLossyAcross(t *testing.T) {
	across := between(t)
	w, err := across.create("lossy", nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := across.open(t.Context(), "lossy", true)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for sent := 0; sent < 100_000; {
		s, err := w.Slice(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		n := min(len(s), 100_000-sent)
		w.ProduceTags(n)
		sent += n
	}
	w.Close()
	var l list
	m, err := subscribe(t.Context(), "list", r, &l, 0)
	if err != nil || m.Ended != "" || m.Lost == 0 || m.Lost != l.lost || m.Frames+m.Lost != 100_000 {
		t.Errorf("%+v, told %d, %v", m, l.lost, err)
	}
}
