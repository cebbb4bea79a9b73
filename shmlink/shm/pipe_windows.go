package shm

import (
	"errors"
	"io"
	"net"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/windows"
)

// pipes is where pipes have their names.
const pipes = `\\.\pipe\`

// socket is one end of a named pipe of bytes, in the runtime's poller.
//
// A message is a frame: how long it is and how many handles come along, their
// values in the process that receives them, and then the message. The host puts
// the handles there: it opens the guest's process, which who is the same user
// may, and duplicates what it hands over. It never takes any: a guest could send
// the numbers of handles the host has, and have it close them.
//
// The pipe is one of bytes because a message that is longer than the room for it
// ends in two ways at once in one of messages: with an error, and at the poller.
type socket struct {
	f     *os.File
	pid   uint32         // of the other end
	guest windows.Handle // its process; 0 at the guest, and where it cannot be opened
	why   error          // it cannot
	host  bool           // this end is

	cut  error  // of a frame that was not sent whole; the sender's
	in   []byte // the part of a frame that has come; the receiver's
	rest uint64 // bytes of a refused message that are still to come; the receiver's
}

// newSocket takes over an end that is connected.
func newSocket(pipe windows.Handle, host bool) (*socket, error) {
	s := &socket{f: os.NewFile(uintptr(pipe), "pipe"), host: host}
	ask := windows.GetNamedPipeServerProcessId
	if host {
		ask = windows.GetNamedPipeClientProcessId
	}
	if err := ask(pipe, &s.pid); err != nil {
		return nil, errors.Join(err, s.f.Close())
	}
	if host {
		s.guest, s.why = windows.OpenProcess(windows.PROCESS_DUP_HANDLE, false, s.pid)
	}
	return s, nil
}

func (s *socket) SetDeadline(t time.Time) error      { return s.f.SetDeadline(t) }
func (s *socket) SetReadDeadline(t time.Time) error  { return s.f.SetReadDeadline(t) }
func (s *socket) SetWriteDeadline(t time.Time) error { return s.f.SetWriteDeadline(t) }

// Close hangs up. What was sent can still be received.
func (s *socket) Close() error {
	if err := s.f.Close(); err != nil { // closed before
		return closedPipe(err)
	}
	if s.guest != 0 {
		return windows.CloseHandle(s.guest)
	}
	return nil
}

// closedPipe says of an end that is closed what connections say.
func closedPipe(err error) error {
	if errors.Is(err, os.ErrClosed) {
		return net.ErrClosed
	}
	return err
}

// isReset tells whether the other end of a pipe is gone.
func isReset(err error) bool {
	for _, gone := range []error{
		io.EOF, syscall.EPIPE, windows.ERROR_BROKEN_PIPE, windows.ERROR_NO_DATA, windows.ERROR_PIPE_NOT_CONNECTED,
	} {
		if errors.Is(err, gone) {
			return true
		}
	}
	return false
}

// createPipe makes an instance of a pipe of bytes that this user's processes on this
// machine can open. The first is the only one there is. Room is for how many
// bytes wait to be read; what is more waits to be written.
func createPipe(path string, first bool, most, room uint32) (windows.Handle, error) {
	security, err := usersOnly()
	if err != nil {
		return 0, err
	}
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return 0, err
	}
	flags := uint32(windows.PIPE_ACCESS_DUPLEX | windows.FILE_FLAG_OVERLAPPED)
	if first {
		flags |= windows.FILE_FLAG_FIRST_PIPE_INSTANCE
	}
	h, err := windows.CreateNamedPipe(name, flags, windows.PIPE_TYPE_BYTE|windows.PIPE_REJECT_REMOTE_CLIENTS, most, room, room, 0, security)
	if err != nil {
		return 0, os.NewSyscallError("CreateNamedPipe", err)
	}
	return h, nil
}

// openPipe opens the other end. Who has made the pipe learns who this is, and
// cannot act as this user.
func openPipe(path string) (windows.Handle, error) {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return 0, err
	}
	return windows.CreateFile(name, windows.GENERIC_READ|windows.GENERIC_WRITE, 0, nil, windows.OPEN_EXISTING,
		windows.FILE_FLAG_OVERLAPPED|windows.SECURITY_SQOS_PRESENT|windows.SECURITY_IDENTIFICATION, 0)
}
