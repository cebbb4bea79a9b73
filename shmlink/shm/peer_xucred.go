//go:build darwin || freebsd

package shm

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// credOf returns who is at the other end of a socket.
func credOf(fd int) (Cred, error) {
	u, err := unix.GetsockoptXucred(fd, unix.SOL_LOCAL, unix.LOCAL_PEERCRED)
	if err != nil {
		return Cred{}, err
	}
	if u.Version != 0 || u.Ngroups < 1 {
		return Cred{}, fmt.Errorf("credentials of version %d with %d groups: %w", u.Version, u.Ngroups, ErrUnsupported)
	}
	return Cred{peerProcess(fd), int(u.Uid), int(u.Groups[0])}, nil
}
