package shm

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestProcessStart(t *testing.T) {
	start, err := ProcessStart(os.Getpid())
	require.NoError(t, err)
	again, err := ProcessStart(os.Getpid())
	require.NoError(t, err)
	require.Equal(t, start, again)
	require.LessOrEqual(t, start, uint64(BootNow()/1e7), "in hundredths of a second")

	for _, pid := range []int{-1, 1<<31 - 1} {
		_, err := ProcessStart(pid)
		require.ErrorIs(t, err, os.ErrNotExist)
		require.ErrorContains(t, err, fmt.Sprintf("start of process %d", pid))
	}
}

func TestParseStart(t *testing.T) {
	const rest = " S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4242 20 21"
	for _, name := range []string{"cat", "", "a b", ") R 1 2", "((", "\n) ("} {
		start, err := parseStart([]byte("77 (" + name + ")" + rest))
		require.NoError(t, err, name)
		require.EqualValues(t, 4242, start, name)
	}
	for _, stat := range []string{"", "77 (cat", "77 (cat)", "77 (cat)" + rest[:48], "77 (cat)" + strings.Replace(rest, "4242", "x", 1),
		"77 (cat)" + strings.Replace(rest, "4242", "18446744073709551616", 1)} {
		_, err := parseStart([]byte(stat))
		require.Error(t, err, stat)
	}
}

func FuzzParseStart(f *testing.F) {
	f.Add([]byte("77 (cat) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4242 20 21"), "a)")
	f.Fuzz(func(t *testing.T, stat []byte, name string) {
		_, _ = parseStart(stat)
		start, err := parseStart([]byte("1 (" + name + ") R 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 42"))
		if err != nil || start != 42 {
			t.Errorf("start %d, %v", start, err)
		}
	})
}

func TestClocks(t *testing.T) {
	a, b := MonoNow(), MonoNow()
	require.LessOrEqual(t, a, b)
	require.Positive(t, a)
	require.GreaterOrEqual(t, BootNow(), a, "time asleep counts")
}
