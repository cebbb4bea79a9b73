package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-ff569660/seamless/circular"
	"github.com/seed-ff569660/seamless/examples/fanout/internal/ecg"
	"github.com/seed-ff569660/seamless/metadata"
)

// list is a subscriber that keeps all.
type list struct {
	frames []ecg.Frame
	known  []uint64
	lost   uint64
	fail   error
}

func (l *list) write(at uint64, frames []ecg.Frame, tags []metadata.Tag) error {
	for _, t := range tags {
		l.known = append(l.known, at+uint64(t.Offset))
	}
	l.frames = append(l.frames, frames...)
	return l.fail
}
func (l *list) lose(n uint64) error  { l.lost += n; return nil }
func (l *list) end(m *message) error { return nil }
func (l *list) discard()             {}

// At a speed a signal takes the time that it should, and what is due is published when
// it is due.
func TestPace(t *testing.T) {
	for speed, want := range map[float64]time.Duration{1: 15 * time.Second, 10: 1500 * time.Millisecond, 0.5: 30 * time.Second, 0: 0} {
		synctest.Test(t, func(t *testing.T) {
			o := options{heartRate: 72, seed: 1, seconds: 15}
			src, err := o.open()
			if err != nil {
				t.Fatal(err)
			}
			ends := inProcess{}
			w, _ := ends.create("x", nil)
			r, _ := ends.open(t.Context(), "x", false)
			defer r.Close()
			began := time.Now()
			go func() {
				if m, err := publish(t.Context(), w, src, speed); m.Frames != 5400 || m.Known != 18 || err != nil {
					t.Errorf("%+v, %v", m, err)
				}
			}()
			var l list
			if m, err := subscribe(t.Context(), "list", r, &l, 0); err != nil || m.Frames != 5400 || m.Lost != 0 || len(l.known) != 18 {
				t.Errorf("speed %g: %+v, %v", speed, m, err)
			}
			if took := time.Since(began); took < want || took > want+50*time.Millisecond {
				t.Errorf("speed %g: it took %v, want %v", speed, took, want)
			}
		})
	}
}

// Marks are on their samples however the stream is cut, up to a limit too.
func TestMarksOfARecord(t *testing.T) {
	data, beats := database(t)
	o := options{in: data, beats: beats, seconds: 60}
	src, err := o.open()
	if err != nil {
		t.Fatal(err)
	}
	defer src.close()
	ends := inProcess{}
	w, _ := ends.create("x", nil)
	r, _ := ends.open(t.Context(), "x", false)
	go publish(t.Context(), w, src, 0)
	var l list
	if m, err := subscribe(t.Context(), "list", r, &l, 0); err != nil || m.Frames != 60*ecg.Rate {
		t.Errorf("%+v, %v", m, err)
	}
	if want := []uint64{77, 370, 662, 946, 1231}; len(l.known) < 70 || !slices.Equal(l.known[:5], want) || l.known[len(l.known)-1] >= 60*ecg.Rate {
		t.Errorf("marks at %v", l.known)
	}
}

// A subscriber that fails or has enough leaves, and says how far it came.
func TestSubscriberLeaves(t *testing.T) {
	w, err := circular.New[ecg.Frame](1000)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	full := errors.New("disk full")
	for _, c := range []struct {
		l      list
		most   uint64
		frames uint64
	}{{list{fail: full}, 0, 0}, {list{}, 700, 700}} {
		r := w.AddReader()
		for range 2 {
			w.TrySlice()
			w.ProduceTags(500, metadata.New(300, knownKey, "N"))
		}
		m, err := subscribe(t.Context(), "list", r, &c.l, c.most)
		if !errors.Is(err, c.l.fail) || m.Frames != c.frames {
			t.Errorf("%+v, %v", m, err)
		}
		if c.most > 0 && (!slices.Equal(c.l.known, []uint64{300}) || len(c.l.frames) != 700) {
			t.Errorf("%d frames, marks at %v", len(c.l.frames), c.l.known)
		}
		r.Close()
	}
}

// A lossy subscriber is told what it lost, before what comes next.
func TestLossy(t *testing.T) {
	w, err := circular.New[ecg.Frame](8192, circular.WithMaxSlice(1000))
	if err != nil {
		t.Fatal(err)
	}
	ends := inProcess{"x": w}
	r, err := ends.open(t.Context(), "x", true)
	if err != nil {
		t.Fatal(err)
	}
	for range 100 {
		if n := len(w.TrySlice()); n < 1000 {
			t.Fatalf("a lossy reader holds the writer up: %d frames of space", n)
		}
		w.Produce(1000)
	}
	w.Close()
	var l list
	m, err := subscribe(t.Context(), "list", r, &l, 0)
	if err != nil || m.Lost == 0 || m.Lost != l.lost || m.Frames+m.Lost != 100_000 {
		t.Errorf("%+v, told %d, %v", m, l.lost, err)
	}
	if _, err := ends.open(t.Context(), "y", false); err == nil || !strings.Contains(err.Error(), `nobody publishes "y"`) {
		t.Error(err)
	}
}

// overtaken is a reader whose writer goes on while frames are used.
type overtaken struct {
	*circular.Reader[ecg.Frame]
	w *circular.Writer[ecg.Frame]
}

func (r *overtaken) Consume(n int) error {
	for r.w.Position() < 20_000 {
		r.w.TrySlice()
		r.w.Produce(1000)
	}
	r.w.Close()
	return r.Reader.Consume(n)
}

// Frames that were overwritten while they were used count as lost, not as received.
func TestOverwrittenWhileUsed(t *testing.T) {
	w, err := circular.New[ecg.Frame](8192, circular.WithMaxSlice(1000))
	if err != nil {
		t.Fatal(err)
	}
	r := w.AddReader(circular.Lossy())
	defer r.Close()
	w.TrySlice()
	w.Produce(1000)
	var l list
	m, err := subscribe(t.Context(), "list", &overtaken{r, w}, &l, 0)
	if err != nil || len(l.frames) < 1000 || m.Lost <= l.lost || m.Frames+m.Lost != 20_000 {
		t.Errorf("%+v, told %d, used %d, %v", m, l.lost, len(l.frames), err)
	}
}

// Supervised, it publishes nothing before there is a line, and the end of the lines is
// the end; an interrupt is not.
func TestSupervised(t *testing.T) {
	across := between(t)
	stdin, lines := io.Pipe()
	out := &watched{on: map[string]func(){`"ready"`: func() { go lines.Write([]byte("begin\n")) }}}
	done := make(chan int)
	ctx, interrupt := context.WithCancel(t.Context())
	interrupt()
	go func() {
		done <- run(ctx, []string{"publish", "-json", "-supervised", "-stream", "x", "-speed", "100"}, console{stdin, out, io.Discard, across, nil})
	}()
	out.wait(`"ready"`)
	r, err := across.open(t.Context(), "x", false)
	if err != nil {
		t.Fatal(err)
	}
	if s, err := r.Slice(t.Context(), 1000); len(s) < 1000 || err != nil {
		t.Errorf("%d frames, %v", len(s), err)
	}
	lines.Close()
	var l list
	m, err := subscribe(t.Context(), "list", r, &l, 0)
	if status := <-done; status != 0 || err != nil || m.Ended != "" || !strings.Contains(lastLine(out.String()), `"ended":"interrupted"`) {
		t.Errorf("status %d, %+v, %v, %s", status, m, err, out.String())
	}

	var log bytes.Buffer
	if status := run(t.Context(), []string{"publish", "-supervised", "-stream", "y"}, console{strings.NewReader(""), io.Discard, &log, across, nil}); status != 1 || !strings.Contains(log.String(), "wait for a line on standard input: EOF") {
		t.Errorf("without a line: status %d, %s", status, log.String())
	}
}
