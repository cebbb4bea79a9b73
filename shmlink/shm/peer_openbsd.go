package shm

import "golang.org/x/sys/unix"

// credOf returns who is at the other end of a socket. The words are those of
// struct sockpeercred: user, group, process.
func credOf(fd int) (Cred, error) {
	words, err := peerWords(fd, unix.SOL_SOCKET, unix.SO_PEERCRED)
	if err != nil {
		return Cred{}, err
	}
	return Cred{int(words[2]), int(words[0]), int(words[1])}, nil
}
