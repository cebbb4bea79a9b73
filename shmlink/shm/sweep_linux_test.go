package shm

import (
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestSweep(t *testing.T) {
	run := runtimeFolder(t)
	Sweep("nobody", 0)
	Sweep("a/b", 0)
	Sweep("@abstract", 0)
	require.Empty(t, entries(t), "a sweep makes nothing")

	live, err := Listen("live")
	require.NoError(t, err)
	Sweep("live", 20*time.Millisecond)
	c, err := Dial(t.Context(), "live")
	require.NoError(t, err)
	require.NoError(t, c.Close())
	require.NoError(t, live.Close())

	path := run + "/seamless/dead"
	for _, suffixes := range [][]string{{lockSuffix, socketSuffix}, {lockSuffix}} { // killed sooner or later
		for _, suffix := range suffixes {
			require.NoError(t, os.WriteFile(path+suffix, nil, 0o600))
		}
		Sweep("dead", 0)
		require.Empty(t, entries(t))
	}

	// The kernel has not come to the lock yet.
	require.NoError(t, os.WriteFile(path+socketSuffix, nil, 0o600))
	lock, err := tryLock(path+lockSuffix, hosting)
	require.NoError(t, err)
	Sweep("dead", 0)
	require.Equal(t, []string{"dead.lock", "dead.sock"}, entries(t))
	swept := make(chan struct{})
	go func() { Sweep("dead", time.Minute); close(swept) }()
	require.NoError(t, lock.Close())
	<-swept
	require.Empty(t, entries(t))
}

// Who takes the name of a dead host does not mistake those who tidy up for a live one.
func TestSweepsAreNoHosts(t *testing.T) {
	runtimeFolder(t)
	folder, err := Folder()
	require.NoError(t, err)
	for range 300 {
		require.NoError(t, os.WriteFile(folder+"/dead.lock", nil, 0o600))
		require.NoError(t, os.WriteFile(folder+"/dead.sock", nil, 0o600))
		var all sync.WaitGroup
		for _, name := range []string{"a", "dead", "b", "c"} {
			all.Go(func() {
				l, err := Listen(name)
				if err != nil {
					t.Errorf("%s: %v", name, err)
					return
				}
				if err := l.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		require.Empty(t, entries(t))
	}
}
