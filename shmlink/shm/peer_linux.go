package shm

import (
	"errors"
	"net"

	"golang.org/x/sys/unix"
)

func peerOf(c *net.UnixConn) (cred Cred, err error) {
	conn, err := c.SyscallConn()
	if err != nil {
		return Cred{}, err
	}
	closed := conn.Control(func(fd uintptr) {
		var u *unix.Ucred
		if u, err = unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED); err == nil {
			cred = Cred{int(u.Pid), int(u.Uid), int(u.Gid)}
		}
	})
	return cred, errors.Join(closed, err)
}
