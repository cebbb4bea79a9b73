//go:build !(darwin || dragonfly || freebsd || netbsd || openbsd || linux || windows)

package shm

import (
	"fmt"
	"io/fs"
	"net"
	"os"

	"github.com/seed-ff569660/seamless/internal/memory"
)

var (
	errNoSeals = fmt.Errorf("memory whose size can be sealed: %w", ErrUnsupported)
	errNoPair  = fmt.Errorf("pairs of sockets that can be passed on: %w", ErrUnsupported)
	errNoLock  = fmt.Errorf("locks that belong to an open file: %w", ErrUnsupported)
	errNoCred  = fmt.Errorf("the identity of a socket's peer: %w", ErrUnsupported)
	errNoPass  = fmt.Errorf("descriptors in messages: %w", ErrUnsupported)
)

const (
	noFollow       = 0
	longestAddress = 0
	network        = "unix"
)

func canMeet() error { return errNoLock }

func newSegment(string, int, memory.Fail) (*Segment, error) { return nil, errNoSeals }

func checkFile(*os.File, int, Kind) error { return errNoSeals }

func (s *Segment) seal(Kind) error { return errNoSeals }

func mapFile(*os.File, int, int, bool, memory.Fail) ([]byte, error) { return nil, errNoSeals }

func unmap([]byte) error { return errNoSeals }

func socketPair() (near, far *os.File, err error) { return nil, nil, errNoPair }

func checkDoorbell(*os.File) (*os.File, error) { return nil, errNoPair }

func ringSocket(uintptr) {}

func drainSocket(uintptr) (bool, error) { return true, errNoPair }

func lockFile(*os.File, claim) error { return errNoLock }

func holder(*os.File) (claim, error) { return nobody, errNoLock }

func lockSweeps(string) (func(), error) { return nil, errNoLock }

func canBeAbstract() error { return errNoLock }

func owned(fs.FileInfo) bool { return false }

func control(*os.File, func(fd int) error) error { return errNoPass }

func writeMessage(*net.UnixConn, []byte, []int) error { return errNoPass }

func readMessage(*net.UnixConn, []byte, int) (int, []*os.File, error) { return 0, nil, errNoPass }

func isTaken(error) bool { return false }

func isRefused(error) bool { return false }

func isFull(error, string) bool { return false }

func isReset(error) bool { return false }

func keepFile(*net.UnixListener) {}

func peerOf(*net.UnixConn) (Cred, error) { return Cred{}, errNoCred }

func bootNow() int64 { return 0 }

func monoNow() int64 { return 0 }

const hasSeals = false
