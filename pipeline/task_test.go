package pipeline

import (
	"testing"

	"github.com/seed-ff569660/seamless/metadata"
	"github.com/stretchr/testify/require"
)

// A scriptedIn gives one of found at each attempt at a call, a scriptedOut one of
// rooms at each attempt that gets so far.
type (
	scriptedIn struct {
		input
		found []taken
	}
	scriptedOut struct {
		output
		rooms []int
	}
)

func (s *scriptedIn) load(int, int) (taken, error) {
	t := s.found[0]
	s.found = s.found[1:]
	return t, nil
}

func (s *scriptedIn) give(int) error                                   { return nil }
func (s *scriptedIn) tags(dst []metadata.Tag, _, _ int) []metadata.Tag { return dst }

func (s *scriptedOut) room(int, int) (int, error) {
	n := s.rooms[0]
	s.rooms = s.rooms[1:]
	return n, nil
}

func (s *scriptedOut) put(int, []metadata.Tag) {}

// A block that has asked for more gets what there is when its input ends, also
// when at that moment there is no room for what it makes of it.
func TestTheEndOfAnInputIsNotForgotten(t *testing.T) {
	p := New()
	in := newStream[int](p, "in")
	flushed := 0
	Apply(p, "block", in, TransformFunc[int, int](nil))
	task := p.blocks[0].task
	task.call = func() error {
		if task.flush {
			flushed++
			task.ins[0].used, task.outs[0].made = 3, 3
		} else {
			task.ins[0].used, task.outs[0].made = 0, 0
		}
		return nil
	}
	task.ins[0].input = &scriptedIn{found: []taken{{items: 3}, {items: 3}, {items: 3, ended: true}, {items: 3, ended: true}}}
	task.outs[0].output = &scriptedOut{rooms: []int{5, 0, 5}}
	require.Equal(t, made, task.step()) // asks for more
	require.True(t, task.hungry)
	require.Equal(t, unmade, task.step()) // there is no more
	require.Equal(t, unmade, task.step()) // the end, but no room
	require.Zero(t, flushed)
	require.NotEqual(t, unmade, task.step())
	require.Equal(t, 1, flushed)
	require.NoError(t, task.err)
}
