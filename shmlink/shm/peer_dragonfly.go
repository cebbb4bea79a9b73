package shm

import "fmt"

// credOf returns who is at the other end of a socket; the process is not told.
// The words are those of struct xucred: version, user, number of groups (a
// short), groups.
func credOf(fd int) (Cred, error) {
	const local, peerCred = 0, 1 // SOL_LOCAL, LOCAL_PEERCRED
	words, err := peerWords(fd, local, peerCred)
	if err != nil {
		return Cred{}, err
	}
	if groups := int16(words[2]); words[0] != 0 || groups < 1 {
		return Cred{}, fmt.Errorf("credentials of version %d with %d groups: %w", words[0], groups, ErrUnsupported)
	}
	return Cred{0, int(words[1]), int(words[3])}, nil
}
