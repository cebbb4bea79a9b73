//go:build !portable

package shmlink

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// nobody is a user that is not this one.
const nobody = 65534

func init() { limitRoles["stranger"] = strangerRole }

// strangerRole knocks as another user: at a socket in the folder of the first,
// at a stream of a user that it does not trust, and at one of a user that it
// does. What it is let into it reads to the end.
func strangerRole(o orders) error {
	text := func(err error) account { return account{Err: fmt.Sprint(err), PID: os.Getpid()} }
	ctx := context.Background()
	_, err := net.Dial("unixpacket", o.Journal)
	tell(text(err))
	_, err = Open[uint64](ctx, o.Name)
	tell(text(err))
	r, err := Open[uint64](ctx, o.Name, WithHost(func(shm.Cred) error { return nil }))
	tell(text(err))
	if err != nil {
		return nil
	}
	a, err := read(ctx, r, fixed(1), fixed(1<<30))
	if err != nil {
		return err
	}
	tell(a)
	return r.Close()
}

// TestStranger has another user knock, who is refused unless he is asked in.
func TestStranger(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root may start a process of another user")
	}
	folder(t)
	temp, err := os.MkdirTemp("", "stranger")
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(temp) })
	require.NoError(t, os.Chmod(temp, 0o777))
	asNobody := func(c *exec.Cmd) {
		c.Path = "/proc/self/exe" // it may run the file, but not look into its folder
		c.Env = append(c.Env, "TMPDIR="+temp)
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	guests := map[string]Option{
		"Default": WithHeartbeat(0),
		"Allowed": WithPermissions(func(c shm.Cred) error {
			if c.UID != nobody || c.GID != nobody {
				return fmt.Errorf("user %d of group %d", c.UID, c.GID)
			}
			return nil
		}),
	}
	for name, option := range guests {
		t.Run(name, func(t *testing.T) {
			leavesNothing(t, func() {
				ctx := watchdog(t)
				seen := make(chan Event, 10)
				private, err := Create[uint64](unused(), 1)
				require.NoError(t, err)
				w, err := Create[uint64](fmt.Sprint("@shmlink-", os.Getpid(), "-", unused()), 1, option, WithEvents(func(e Event) { seen <- e }))
				require.NoError(t, err)
				path := os.Getenv("XDG_RUNTIME_DIR") + "/seamless/" + private.Name() + ".sock"
				c := spawn(t, ctx, "stranger", orders{Name: w.Name(), Journal: path}, asNobody)
				require.Contains(t, c.told(t).Err, "permission denied", "the folder is this user's")
				distrust := c.told(t)
				require.Contains(t, distrust.Err, ErrNotAllowed.Error())
				require.Contains(t, distrust.Err, fmt.Sprintf("process %d of user 0, not of user %d", os.Getpid(), nobody))
				knocked := c.told(t)
				e := <-seen
				require.Equal(t, shm.Cred{PID: knocked.PID, UID: nobody, GID: nobody}, e.Peer)
				if name == "Default" {
					require.Equal(t, Refused, e.Kind)
					require.ErrorIs(t, e.Err, ErrNotAllowed)
					require.Contains(t, knocked.Err, ErrNotAllowed.Error())
					require.Contains(t, knocked.Err, fmt.Sprintf("process %d of user %d, not of user 0", knocked.PID, nobody))
				} else {
					require.Equal(t, Joined, e.Kind)
					require.Equal(t, nobody, w.Readers()[0].UID)
					require.NoError(t, write(ctx, w, 5000, fixed(100), nil))
				}
				require.NoError(t, w.Close())
				if name == "Allowed" {
					a := c.told(t)
					require.True(t, a.EOF, a.Err)
					require.EqualValues(t, 5000, a.Items)
				}
				c.ended(t)
				require.NoError(t, private.Close())
			})
		})
	}
}
