//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux || windows

package shmlink

import (
	"context"
	"errors"
	"os"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// stage is a stream on which an enemy plays: its writer never stops, and an
// honest reader checks every item.
type stage struct {
	*testing.T
	ctx    context.Context
	w      *Writer[uint64]
	events chan Event
	after  func() // called when the stream has ended
}

// onStage runs act. Before the end the stream has gone round its ring some
// times more, and nobody has missed an item.
func onStage(t *testing.T, act func(s *stage), opts ...Option) {
	folder(t)
	leavesNothing(t, func() {
		s := &stage{T: t, ctx: watchdog(t), events: make(chan Event, 1<<13), after: func() {}}
		opts = append(opts, WithEvents(func(e Event) { s.events <- e }))
		var err error
		s.w, err = Create[uint64](unused(), 1<<11, opts...)
		require.NoError(t, err)
		r, err := Open[uint64](s.ctx, s.w.Name())
		require.NoError(t, err)
		require.Equal(t, Joined, (<-s.events).Kind)
		ends := make(chan result, 1)
		go func() { a, err := read(s.ctx, r, fixed(1), fixed(1<<30)); ends <- result{a, err} }()
		writing, enough := context.WithCancel(s.ctx)
		written := make(chan error, 1)
		go func() { written <- write(writing, s.w, ^uint64(0), fixed(500), nil) }()
		s.goesOn()
		act(s)
		s.goesOn()
		enough()
		require.ErrorIs(t, <-written, context.Canceled)
		end := s.w.Position()
		require.NoError(t, s.w.Close())
		s.after()
		a := <-ends
		require.NoError(t, a.err)
		require.True(t, a.EOF, a.Err)
		require.Equal(t, end, a.Items)
		require.Equal(t, (end+tagEvery-1)/tagEvery, a.Tags)
		require.Zero(t, s.w.DroppedTags())
		require.NoError(t, r.Close())
	})
}

// goesOn waits until the writer has gone round its ring some times.
func (s *stage) goesOn() {
	target := s.w.Position() + 5*uint64(s.w.Cap())
	for s.w.Position() < target {
		require.NoError(s, s.ctx.Err(), "the writer does not go on")
		runtime.Gosched()
	}
}

// sees waits for an event of the kind, with the error.
func (s *stage) sees(kind EventKind, cause error) Event {
	s.Helper()
	for {
		select {
		case e := <-s.events:
			if e.Kind == kind {
				require.ErrorIs(s, e.Err, cause)
				return e
			}
			require.Contains(s, []EventKind{Joined, Died, Left}, e.Kind, e.String())
		case <-s.ctx.Done():
			require.FailNow(s, "no event "+kind.String())
		}
	}
}

// hello is what an honest reader would say.
func (s *stage) hello(p Policy) hello {
	item, err := layoutOf[uint64]()
	require.NoError(s, err)
	return hello{lowest: protocol, highest: protocol, item: item, policy: p.kind, evictAfter: p.after}
}

// knock connects without a word.
func (s *stage) knock() *shm.Conn {
	c, err := shm.Dial(s.ctx, s.w.Name())
	require.NoError(s, err)
	return c
}

// enemy is a reader of raw system calls.
type enemy struct {
	*stage
	conn    *shm.Conn
	grant   accept
	files   []*os.File   // items, tags, control, doorbell
	segment *shm.Segment // of its control page
	control *shm.Region
}

// enter shakes hands as a reader does.
func (s *stage) enter(p Policy) *enemy {
	e := s.halfway(p)
	if shm.HasSeals {
		require.NoError(s, e.segment.Seal(shm.Data))
	}
	b, _, err := exchange(s.ctx, e.conn, message(wordSize, msgReady), 0)
	require.NoError(s, err)
	require.True(s, isWord(b, msgJoined))
	return e
}

// halfway shakes hands until it has what a reader gets.
func (s *stage) halfway(p Policy) *enemy {
	l, grant, files, err := meet(s.ctx, s.w.Name(), s.hello(p), sameUser)
	require.NoError(s, err)
	require.Len(s, files, acceptFiles)
	e := &enemy{stage: s, conn: l.conn, grant: grant, files: files}
	e.segment, err = shm.Open(files[2], shm.PageSize(), shm.Control)
	require.NoError(s, err)
	e.control, err = e.segment.Map(0, shm.PageSize(), true)
	require.NoError(s, err)
	return e
}

// gives gives back what there is at this moment of one ring, items or tags.
func (e *enemy) gives(at int) (position uint64) {
	if position = e.w.Position(); at == atTags {
		position = e.w.host.tags.end.Position()
	}
	shm.At[atomics.Uint64](e.control, at).Store(position)
	return position
}

// follows gives back what there is of one ring until it has been put out.
func (e *enemy) follows(at int) {
	for len(e.w.Readers()) == 2 && e.ctx.Err() == nil {
		e.gives(at)
		e.rings()
	}
}

// vanishes hangs up and gives everything back.
func (e *enemy) vanishes() {
	errs := []error{e.conn.Close(), e.control.Close()}
	for _, f := range e.files {
		errs = append(errs, f.Close())
	}
	require.NoError(e, errors.Join(errs...))
}
