//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux || windows

package shmlink_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/shmlink"
	"github.com/seed-ff569660/seamless/shmlink/shm"
)

var background = context.Background()

// events gathers what a host tells.
type events struct {
	mu  sync.Mutex
	all []shmlink.Event
}

func (e *events) add(v shmlink.Event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.all = append(e.all, v)
}

func (e *events) kinds() (kinds []shmlink.EventKind) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, v := range e.all {
		kinds = append(kinds, v.Kind)
	}
	return kinds
}

// soon waits until the condition holds.
func soon(t *testing.T, what string, holds func() bool) {
	t.Helper()
	require.Eventually(t, holds, 10*time.Second, time.Millisecond, what)
}

func produce(t *testing.T, w *shmlink.Writer[int64], n int) {
	t.Helper()
	for from := w.Position(); n > 0; from = w.Position() {
		s, err := w.Slice(background, 1)
		require.NoError(t, err)
		m := min(n, len(s))
		for i := range s[:m] {
			s[i] = int64(from) + int64(i)
		}
		w.Produce(m)
		n -= m
	}
}

// take consumes n items, which must be those from the reader's position on.
func take(t *testing.T, r *shmlink.Reader[int64], n int) {
	t.Helper()
	s, err := r.Slice(background, n)
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(s), n)
	for i, v := range s[:n] {
		require.Equal(t, int64(r.Position())+int64(i), v)
	}
	require.NoError(t, r.Consume(n))
}

// end reads until there is an error, that of losses aside, and returns it.
func end(r *shmlink.Reader[int64]) error {
	for {
		s, err := r.Slice(background, 1)
		if err != nil {
			return err
		}
		_ = r.Consume(len(s))
	}
}

func create(t *testing.T, name string, opts ...shmlink.Option) *shmlink.Writer[int64] {
	t.Helper()
	w, err := shmlink.Create[int64](name, 512, opts...)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, w.Close()) })
	return w
}

func open(t *testing.T, name string, opts ...shmlink.ReaderOption) *shmlink.Reader[int64] {
	t.Helper()
	r, err := shmlink.Open[int64](background, name, opts...)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, r.Close()) })
	return r
}

func TestEventsOfReaders(t *testing.T) {
	var e events
	w := create(t, unique(), shmlink.WithEvents(e.add), shmlink.WithMaxReaders(2))
	a, b := open(t, w.Name()), open(t, w.Name(), shmlink.WithPolicy(shmlink.Drop()))
	_, err := shmlink.Open[int64](background, w.Name())
	require.ErrorIs(t, err, shmlink.ErrTooManyReaders)
	require.NoError(t, a.Close())
	soon(t, "joined twice, refused, left", func() bool {
		k := e.kinds()
		slices.Sort(k)
		return slices.Equal(k, []shmlink.EventKind{shmlink.Joined, shmlink.Joined, shmlink.Left, shmlink.Refused})
	})
	info := w.Readers()
	require.Len(t, info, 1)
	require.EqualValues(t, 2, info[0].Number)
	require.Equal(t, "drop", info[0].Policy)

	require.False(t, w.Evict(1))
	require.True(t, w.Evict(2))
	produce(t, w, 10)
	require.ErrorIs(t, end(b), shmlink.ErrEvicted)
	soon(t, "evicted", func() bool { return slices.Contains(e.kinds(), shmlink.Evicted) })
}

func TestAskedOfAnotherProcess(t *testing.T) {
	name := unique()
	w := create(t, name, shmlink.WithMaxReaders(7))
	r := open(t, name, shmlink.WithPolicy(shmlink.Evict(time.Hour)))
	produce(t, w, 100)
	take(t, r, 30)
	names, err := shmlink.List()
	require.NoError(t, err)
	require.Contains(t, names, name)
	info, err := shmlink.Inspect(background, name)
	require.NoError(t, err)
	require.Equal(t, name, info.Name)
	require.Equal(t, "int64", info.Type)
	require.Equal(t, 8, info.ItemBytes)
	require.Equal(t, 7, info.MaxReaders)
	require.Equal(t, w.Epoch(), info.Epoch)
	require.EqualValues(t, 100, info.Writer.Items)
	require.Equal(t, 70, info.Writer.Fill)
	require.Len(t, info.Readers, 1)
	require.EqualValues(t, 30, info.Readers[0].Stats.Items)
	require.Equal(t, "evict after 1h0m0s", info.Readers[0].Policy)
	_, err = shmlink.Inspect(background, unique())
	require.ErrorIs(t, err, shmlink.ErrNoStream)
}

// The writer has the last word on how a reader is dealt with.
func TestPoliciesOfTheWriter(t *testing.T) {
	lossless := func(p shmlink.Policy) (shmlink.Policy, error) {
		if p.IsDrop() {
			return p, errors.New("nobody drops here")
		}
		return shmlink.Drop(), nil
	}
	w := create(t, unique(), shmlink.WithPolicies(lossless))
	_, err := shmlink.Open[int64](background, w.Name(), shmlink.WithPolicy(shmlink.Drop()))
	require.ErrorIs(t, err, shmlink.ErrNotAllowed)
	require.ErrorContains(t, err, "nobody drops here")
	r := open(t, w.Name())
	produce(t, w, 5*w.Cap())
	s, err := r.Slice(background, 1)
	require.NoError(t, err)
	var over *seamless.OverrunError
	require.ErrorAs(t, r.Consume(len(s)), &over)
	require.Equal(t, uint64(5*w.Cap()), r.Stats().Items+over.Lost)
}

func TestWhoMay(t *testing.T) {
	no := func(c shm.Cred) error { return errors.New("not on Sundays") }
	w := create(t, unique(), shmlink.WithPermissions(no))
	_, err := shmlink.Open[int64](background, w.Name())
	require.ErrorIs(t, err, shmlink.ErrNotAllowed)
	require.ErrorContains(t, err, "not on Sundays")
	_, err = shmlink.Inspect(background, w.Name())
	require.ErrorIs(t, err, shmlink.ErrNotAllowed)

	free := create(t, unique())
	_, err = shmlink.Open[int64](background, free.Name(), shmlink.WithHost(no))
	require.ErrorIs(t, err, shmlink.ErrNotAllowed)
	_, err = shmlink.Open[uint64](background, free.Name())
	require.ErrorIs(t, err, shmlink.ErrItemType)
	_, err = shmlink.Create[int64](free.Name(), 512)
	require.ErrorIs(t, err, shmlink.ErrInUse)
}

// A reader that holds the writer up for too long is put out, also while the
// writer polls; the others go on.
func TestEvict(t *testing.T) {
	for _, polls := range []bool{false, true} {
		w := create(t, unique())
		slow := open(t, w.Name(), shmlink.WithPolicy(shmlink.Evict(20*time.Millisecond)))
		quick := open(t, w.Name())
		produce(t, w, w.Cap())
		take(t, quick, w.Cap())
		take(t, slow, 1)
		produce(t, w, 1)
		if polls {
			soon(t, "room", func() bool { return len(w.TrySliceMin(10)) >= 10 })
			w.Produce(0)
		}
		produce(t, w, 100)
		err := end(slow)
		require.ErrorIs(t, err, shmlink.ErrEvicted)
		require.ErrorContains(t, err, "20ms")
		take(t, quick, 101)
	}
}

func TestAwait(t *testing.T) {
	name := unique()
	ctx, cancel := context.WithTimeout(background, 20*time.Millisecond)
	defer cancel()
	_, err := shmlink.Open[int64](ctx, name, shmlink.Await())
	require.ErrorIs(t, err, context.DeadlineExceeded)
	came := make(chan *shmlink.Reader[int64], 1)
	go func() {
		r, err := shmlink.Open[int64](background, name, shmlink.Await())
		if err != nil {
			t.Error(err)
		}
		came <- r
	}()
	w := create(t, name)
	r := <-came
	produce(t, w, 10)
	take(t, r, 10)
	require.NoError(t, r.Close())
}

// A reader that reconnects goes from one writer to the next, with what it is
// told in between, and has its statistics all the time.
func TestReconnect(t *testing.T) {
	name := unique()
	var gaps []shmlink.Gap
	first := create(t, name)
	r := open(t, name, shmlink.FromOldest(), shmlink.WithReconnect(func(g shmlink.Gap) { gaps = append(gaps, g) }))
	produce(t, first, 10)
	require.NoError(t, first.CloseWithError(errors.New("broken")))
	take(t, r, 10)
	require.Empty(t, gaps)

	ctx, cancel := context.WithTimeout(background, 20*time.Millisecond)
	defer cancel()
	for range 2 {
		_, err := r.Slice(ctx, 1)
		require.Equal(t, context.DeadlineExceeded, err)
		require.EqualValues(t, 10, r.Position())
		require.EqualValues(t, 10, r.Stats().Items)
	}
	s, err := r.TrySlice()
	require.Empty(t, s)
	require.Error(t, err)

	second := create(t, name)
	produce(t, second, second.Cap()+7)
	take(t, r, 1)
	require.Equal(t, []shmlink.Gap{{Lost: r.Position() - 1, OldEpoch: first.Epoch(), NewEpoch: second.Epoch()}}, gaps)
	require.Greater(t, second.Epoch(), first.Epoch())
	require.NoError(t, second.Close())
}

// Tags that find no room wait for the readers; those for which there can be none
// are counted, and nobody hangs.
func TestTagsBeyondTheirSpace(t *testing.T) {
	var e events
	w := create(t, unique(), shmlink.WithTagSpace(4096), shmlink.WithEvents(e.add))
	r := open(t, w.Name())
	got := make(chan int, 1)
	go func() {
		tags := 0
		for {
			s, err := r.Slice(background, 1)
			if err == io.EOF {
				got <- tags
				return
			}
			for _, tag := range r.Tags(nil) {
				if v := tag.Value.Int64(); v != int64(r.Position())+int64(tag.Offset) {
					t.Errorf("tag %d at %d", v, int(r.Position())+tag.Offset)
				}
				tags++
			}
			if err := r.Consume(len(s)); err != nil {
				t.Error(err)
			}
		}
	}()
	const batches, each = 100, 256
	for range batches {
		_, err := w.Slice(background, each)
		require.NoError(t, err)
		tags := make([]metadata.Tag, each)
		for i := range tags {
			tags[each-1-i] = metadata.New(i, "a key of some length", int64(w.Position())+int64(i))
		}
		w.ProduceTags(each, tags...)
	}
	require.NoError(t, w.Close())
	require.Equal(t, batches*each, <-got)
	require.Zero(t, w.DroppedTags())

	w = create(t, unique(), shmlink.WithTagSpace(4096), shmlink.WithEvents(e.add))
	r = open(t, w.Name())
	done := make(chan error, 1)
	go func() {
		s, err := r.Slice(background, 300) // more than can come with all the tags
		if len(s) < 300 {
			err = errors.Join(err, errors.New("too few"))
		}
		done <- err
	}()
	_, err := w.Slice(background, each)
	require.NoError(t, err)
	tags, long := make([]metadata.Tag, 200), strings.Repeat("x", shm.PageSize()/64)
	for i := range tags {
		tags[i] = metadata.New(i, "a value of some length", long)
	}
	w.ProduceTags(200, tags...)
	w.ProduceTags(1, metadata.New(0, "any", struct{ A *int }{}))
	produce(t, w, 300)
	require.NoError(t, <-done)
	require.Greater(t, w.DroppedTags(), uint64(1))
	require.Contains(t, e.kinds(), shmlink.TagDropped)
}

// Whatever the other goroutines look at while ends close is there.
func TestLooksWhileEndsClose(t *testing.T) {
	for range 20 {
		w := create(t, unique())
		r := open(t, w.Name())
		stop := make(chan struct{})
		var looks sync.WaitGroup
		for range 3 {
			looks.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
					}
					_, _, _, _ = w.Stats(), w.Position(), w.Readers(), w.Evict(99)
					_, _ = r.Stats(), r.Position()
					_, _ = r.Silence()
					_, _ = shmlink.Inspect(background, w.Name())
				}
			})
		}
		produce(t, w, 100)
		take(t, r, 100)
		require.NoError(t, r.Close())
		require.NoError(t, w.Close())
		close(stop)
		looks.Wait()
	}
}

func TestSilence(t *testing.T) {
	w := create(t, unique(), shmlink.WithHeartbeat(time.Millisecond))
	r := open(t, w.Name())
	soon(t, "a heartbeat", func() bool { _, ok := r.Silence(); return ok })
	quiet := create(t, unique(), shmlink.WithHeartbeat(0))
	_, ok := open(t, quiet.Name()).Silence()
	require.False(t, ok)
}
