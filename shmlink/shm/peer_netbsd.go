package shm

// credOf returns who is at the other end of a socket. The words are those of
// struct unpcbid: process, user, group.
func credOf(fd int) (Cred, error) {
	const local, peerID = 0, 3 // SOL_LOCAL, LOCAL_PEEREID
	words, err := peerWords(fd, local, peerID)
	if err != nil {
		return Cred{}, err
	}
	return Cred{int(words[0]), int(words[1]), int(words[2])}, nil
}
