//go:build dragonfly || netbsd || openbsd

package shm

import "golang.org/x/sys/unix"

// peerWords returns the first words of a socket option that is a struct. The
// kernel copies as much of it as there is room for, whatever it is: this asks
// for the one option of x/sys that is eight words and nothing else.
func peerWords(fd, level, option int) ([8]uint32, error) {
	words, err := unix.GetsockoptICMPv6Filter(fd, level, option)
	if err != nil {
		return [8]uint32{}, err
	}
	return words.Filt, nil
}
