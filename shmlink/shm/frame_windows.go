package shm

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"syscall"

	"golang.org/x/sys/windows"
)

const (
	headSize    = 8
	handleSize  = 8
	mostHandles = 253 // as on Linux
)

var frame = binary.LittleEndian

// writeMessage sends one message with handles. When a frame could not be sent
// whole, no other is sent after it.
func writeMessage(s *socket, msg []byte, fds []int) error {
	switch {
	case s.cut != nil:
		return fmt.Errorf("after a message that was cut off: %w", s.cut)
	case len(fds) > mostHandles || len(msg) > math.MaxInt32:
		return syscall.EINVAL
	case len(fds) > 0 && !s.host:
		return fmt.Errorf("handles from a guest to its host: %w", ErrUnsupported)
	case len(fds) > 0 && s.why != nil:
		return fmt.Errorf("open process %d: %w", s.pid, s.why)
	}
	b := make([]byte, 0, headSize+handleSize*len(fds)+len(msg))
	b = frame.AppendUint32(b, uint32(len(msg)))
	b = frame.AppendUint32(b, uint32(len(fds)))
	var there []windows.Handle
	for _, fd := range fds {
		var h windows.Handle
		err := windows.DuplicateHandle(windows.CurrentProcess(), windows.Handle(fd), s.guest, &h, 0, false, windows.DUPLICATE_SAME_ACCESS)
		if err != nil {
			s.takeBack(there)
			return fmt.Errorf("duplicate a handle into process %d: %w", s.pid, err)
		}
		there = append(there, h)
		b = frame.AppendUint64(b, uint64(h))
	}
	_, err := s.f.Write(append(b, msg...))
	if err == nil {
		return nil
	}
	s.takeBack(there)
	s.cut = closedPipe(err)
	if isReset(err) {
		s.cut = fmt.Errorf("%w: %w", syscall.EPIPE, err)
	}
	return s.cut
}

// takeBack closes handles of the guest that it will not learn of.
func (s *socket) takeBack(there []windows.Handle) {
	for _, h := range there {
		_ = windows.DuplicateHandle(s.guest, h, 0, nil, 0, false, windows.DUPLICATE_CLOSE_SOURCE)
	}
}

// readMessage waits for one message. The handles that came are the caller's also
// with an error. A guest takes the host's word for their values: the host may put
// handles into its process and take them out in any case.
func readMessage(s *socket, buf []byte, maxFiles int) (n int, files []*os.File, err error) {
	if err := s.skip(); err != nil {
		return 0, nil, ended(err)
	}
	if err := s.fill(headSize); err != nil {
		return 0, nil, ended(err)
	}
	size, count := frame.Uint32(s.in), frame.Uint32(s.in[4:])
	if s.host && count != 0 || count > mostHandles {
		err = fmt.Errorf("%d, at most %d: %w", count, maxFiles, ErrTooManyFiles)
		return 0, nil, errors.Join(err, s.refuse(uint64(size)+handleSize*uint64(count)))
	}
	whole := headSize + handleSize*int(count)
	if err := s.fill(whole); err != nil {
		return 0, nil, ended(err)
	}
	fits := int(count) <= maxFiles && uint64(size) <= uint64(len(buf))
	if fits {
		whole += int(size)
		if err := s.fill(whole); err != nil {
			return 0, nil, ended(err)
		}
	}
	b := s.in[headSize:whole]
	for range count {
		files = append(files, os.NewFile(uintptr(frame.Uint64(b)), "received"))
		b = b[handleSize:]
	}
	switch {
	case fits:
		n = copy(buf, b)
		s.in = s.in[:0]
		return n, files, nil
	case int(count) > maxFiles:
		err = ErrTooManyFiles
	default:
		err = ErrTruncated
	}
	return 0, files, errors.Join(err, s.refuse(uint64(size)))
}

// fill reads on until there are n bytes of a frame. What has come when it fails
// is kept.
func (s *socket) fill(n int) error {
	for len(s.in) < n {
		s.in = slices.Grow(s.in, n-len(s.in))
		m, err := s.f.Read(s.in[len(s.in):n])
		s.in = s.in[:len(s.in)+m]
		if err != nil {
			return err
		}
	}
	return nil
}

// refuse takes the rest of a message.
func (s *socket) refuse(rest uint64) error {
	s.in, s.rest = s.in[:0], rest
	return s.skip()
}

func (s *socket) skip() error {
	var b [4096]byte
	for s.rest > 0 {
		n, err := s.f.Read(b[:min(s.rest, uint64(len(b)))])
		s.rest -= uint64(n)
		if err != nil {
			return err
		}
	}
	return nil
}

// ended is what a receiver is told of an error.
func ended(err error) error {
	if isReset(err) {
		return io.EOF
	}
	return closedPipe(err)
}
