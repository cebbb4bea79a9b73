package shm

import "golang.org/x/sys/unix"

// credOf returns who is at the other end of a socket.
func credOf(fd int) (Cred, error) {
	u, err := unix.GetsockoptUcred(fd, unix.SOL_SOCKET, unix.SO_PEERCRED)
	if err != nil {
		return Cred{}, err
	}
	return Cred{int(u.Pid), int(u.Uid), int(u.Gid)}, nil
}
