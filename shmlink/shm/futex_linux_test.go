//go:build !portable

package shm

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/internal/atomics"
)

func TestFutexOutcomes(t *testing.T) {
	s, r := sealed(t, Data)
	view, err := s.Map(0, page, false)
	require.NoError(t, err)
	defer view.Close()
	word, guest := At[atomics.Uint32](r, 64), At[atomics.Uint32](view, 64)
	word.Store(5)

	for _, w := range []*atomics.Uint32{word, guest} {
		outcome, err := FutexWait(w, 4, -1)
		require.NoError(t, err)
		require.Equal(t, Changed, outcome)
		for _, timeout := range []time.Duration{0, time.Millisecond} {
			outcome, err = FutexWait(w, 5, timeout)
			require.NoError(t, err)
			require.Equal(t, TimedOut, outcome)
		}
		require.Zero(t, FutexWake(w, 1), "nobody sleeps")
		require.Zero(t, FutexWake(w, -1))
	}
	require.Equal(t, "woken changed timed out", Woken.String()+" "+Changed.String()+" "+TimedOut.String())
	require.Equal(t, "Outcome(9)", Outcome(9).String())
}

// The sleeper and the waker see the word at different addresses, either of
// which may be read-only. The longest timeout there is does not wrap.
func TestFutexThroughTwoMappings(t *testing.T) {
	s, r := sealed(t, Data)
	view, err := s.Map(0, page, false)
	require.NoError(t, err)
	defer view.Close()
	host, guest := At[atomics.Uint32](r, 0), At[atomics.Uint32](view, 0)
	for _, c := range []struct{ sleeper, waker *atomics.Uint32 }{{host, guest}, {guest, host}, {guest, guest}} {
		for _, timeout := range []time.Duration{-1, 1<<63 - 1} {
			result := make(chan Outcome)
			go func() {
				outcome, err := FutexWait(c.sleeper, 0, timeout)
				if err != nil {
					t.Error(err)
				}
				result <- outcome
			}()
			for FutexWake(c.waker, 1) == 0 { // until it sleeps
			}
			require.Equal(t, Woken, <-result)
		}
	}
}

func TestFutexOnNothing(t *testing.T) {
	s, r := sealed(t, Control)
	_ = s
	word := At[atomics.Uint32](r, 0)
	require.NoError(t, r.Close())
	require.Zero(t, FutexWake(word, 1))
	_, err := FutexWait(word, 0, 0)
	require.ErrorContains(t, err, "wait for a word of 0")
}
