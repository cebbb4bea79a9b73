package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/seed-ff569660/seamless/shmlink"
)

// answerTime is how long the process of a stream may take to tell of it: one that is
// stopped must not hide the others.
const answerTime = 500 * time.Millisecond

// state is a stream as it was at one look.
type state struct {
	name string
	at   time.Time // when it answered
	info shmlink.Info
	err  error // why it did not

	rate  float64            // items a second since the look before; < 0: not known
	rates map[uint64]float64 // the same of its readers, by their numbers
}

// look asks all streams, or the one that is named. Of one that is named the error is
// that; of all, one that has ended meanwhile is left out. before is the look before it.
func look(ctx context.Context, name string, before []state) ([]state, error) {
	if name != "" {
		s := ask(ctx, name)
		if s.err != nil {
			return nil, without(ctx, s)
		}
		s.since(before)
		return []state{s}, nil
	}
	names, err := shmlink.List()
	if err != nil {
		return nil, err
	}
	all := make([]state, len(names))
	var asked sync.WaitGroup
	for i, name := range names {
		asked.Go(func() { all[i] = ask(ctx, name) })
	}
	asked.Wait()
	live := all[:0]
	for _, s := range all {
		if !errors.Is(s.err, shmlink.ErrNoStream) {
			s.since(before)
			live = append(live, s)
		}
	}
	return live, ctx.Err()
}

func ask(ctx context.Context, name string) state {
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	info, err := shmlink.Inspect(ctx, name)
	if errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("it does not answer within %v: its process may be stopped", answerTime)
	}
	return state{name: name, at: time.Now(), info: info, err: err, rate: -1}
}

// without is the error for a stream that is not there, with those that are.
func without(ctx context.Context, s state) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if !errors.Is(s.err, shmlink.ErrNoStream) {
		return fmt.Errorf("stream %q: %w", s.name, s.err)
	}
	names, err := shmlink.List()
	if err != nil || len(names) == 0 {
		return missingError{fmt.Sprintf("there is no stream %q: %s", s.name, nothing())}
	}
	for i, name := range names {
		names[i] = plain(name)
	}
	return missingError{fmt.Sprintf("there is no stream %q; there are %s", s.name, strings.Join(names, ", "))}
}

// missingError is shmlink.ErrNoStream in more words.
type missingError struct{ text string }

func (e missingError) Error() string { return e.text }
func (missingError) Unwrap() error   { return shmlink.ErrNoStream }

// since works the rates out. They are those of one stream, not of its name: a later
// writer counts from 0.
func (s *state) since(before []state) {
	s.rates = make(map[uint64]float64)
	for _, b := range before {
		seconds := s.at.Sub(b.at).Seconds()
		if b.name != s.name || b.err != nil || s.err != nil || b.info.Epoch != s.info.Epoch || seconds <= 0 {
			continue
		}
		rate := func(now, then uint64) float64 { return float64(now-min(now, then)) / seconds }
		s.rate = rate(s.info.Writer.Items, b.info.Writer.Items)
		for _, r := range s.info.Readers {
			for _, o := range b.info.Readers {
				if r.Number == o.Number {
					s.rates[r.Number] = rate(r.Stats.Items, o.Stats.Items)
				}
			}
		}
	}
}

// lag is that of the slowest reader.
func (s *state) lag() (most int) {
	for _, r := range s.info.Readers {
		most = max(most, r.Stats.Fill)
	}
	return most
}

// lost is what those readers did not get that are there now.
func (s *state) lost() (n uint64) {
	for _, r := range s.info.Readers {
		n += r.Stats.Lost
	}
	return n
}
