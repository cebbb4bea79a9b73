package shm

// peerProcess returns 0: the process at the other end is not told.
func peerProcess(int) int { return 0 }
