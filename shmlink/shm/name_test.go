//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux

package shm

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNames(t *testing.T) {
	runtimeFolder(t)
	for _, name := range []string{"", ".", "..", "/", "a/b", "../a", "a\x00b", "@", "@.", "@a/b", "@@\x00", `a\b`} {
		for _, err := range []error{second(Listen(name)), second(Dial(t.Context(), name))} {
			require.ErrorIs(t, err, ErrBadName, "%q", name)
			require.ErrorContains(t, err, fmt.Sprintf("%q", name))
		}
	}
	for _, name := range []string{"a", "a b", "ä", ".a", "...", "x.lock", "x.sock", "@a", "a@b"} {
		l, err := Listen(name)
		if name == "@a" && canBeAbstract() != nil {
			require.ErrorIs(t, err, ErrUnsupported)
			continue
		}
		require.NoError(t, err, name)
		require.Equal(t, name, l.Name())
		require.NoError(t, l.Close())
	}
}

func second[T any](_ T, err error) error { return err }

func TestNameTooLong(t *testing.T) {
	folder := filepath.Join(runtimeFolder(t), "seamless")
	room := longestAddress - len(folder+"/"+socketSuffix)
	for _, c := range []struct {
		prefix string
		room   int
	}{{"", room}, {abstract, longestAddress - len("@seamless/")}} {
		if c.prefix == abstract && canBeAbstract() != nil {
			continue
		}
		l, err := Listen(c.prefix + strings.Repeat("n", c.room))
		require.NoError(t, err)
		conn, err := Dial(t.Context(), l.Name())
		require.NoError(t, err)
		require.NoError(t, conn.Close())
		require.NoError(t, l.Close())

		_, err = Listen(l.Name() + "n")
		require.ErrorIs(t, err, ErrNameTooLong)
		require.ErrorContains(t, err, fmt.Sprintf("of %d bytes, at most %d", longestAddress+1, longestAddress))
		_, err = Dial(t.Context(), l.Name()+"n")
		require.ErrorIs(t, err, ErrNameTooLong)
	}
}

func TestFolder(t *testing.T) {
	run := runtimeFolder(t)
	folder, err := Folder()
	require.NoError(t, err)
	require.Equal(t, filepath.Join(run, "seamless"), folder)
	info, err := os.Stat(folder)
	require.NoError(t, err)
	require.Equal(t, os.ModeDir|0o700, info.Mode())
	again, err := Folder()
	require.NoError(t, err)
	require.Equal(t, folder, again)

	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	for _, run := range []string{"", "relative", filepath.Join(temp, "missing"), "/dev/null"} {
		t.Setenv("XDG_RUNTIME_DIR", run)
		folder, err := Folder()
		require.NoError(t, err)
		require.Equal(t, filepath.Join(temp, fmt.Sprintf("seamless-%d", os.Geteuid())), folder)
	}
}

func TestUnsafeFolder(t *testing.T) {
	makes := map[string]func(folder string){
		"open to others": func(folder string) {
			require.NoError(t, os.Mkdir(folder, 0o700))
			require.NoError(t, os.Chmod(folder, 0o755))
		},
		"a symbolic link": func(folder string) { require.NoError(t, os.Symlink(t.TempDir(), folder)) },
		"a broken link":   func(folder string) { require.NoError(t, os.Symlink("nowhere", folder)) },
		"a file":          func(folder string) { require.NoError(t, os.WriteFile(folder, nil, 0o600)) },
	}
	if os.Geteuid() == 0 {
		makes["another user's"] = func(folder string) {
			require.NoError(t, os.Mkdir(folder, 0o700))
			require.NoError(t, os.Chown(folder, 65534, 65534))
		}
	}
	for name, make := range makes {
		t.Run(name, func(t *testing.T) {
			make(filepath.Join(runtimeFolder(t), "seamless"))
			for _, err := range []error{second(Folder()), second(Listen("a")), second(Dial(t.Context(), "a")), second(List())} {
				require.ErrorIs(t, err, ErrUnsafeFolder)
			}
		})
	}
	if os.Geteuid() == 0 {
		t.Run("in a folder of another user", func(t *testing.T) {
			run := runtimeFolder(t)
			require.NoError(t, os.Chown(run, 65534, 65534))
			t.Setenv("TMPDIR", t.TempDir())
			folder, err := Folder()
			require.NoError(t, err)
			require.Equal(t, os.TempDir(), filepath.Dir(folder))
		})
	}
}
