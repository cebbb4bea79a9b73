package shm

import (
	"fmt"
	"os"
	"syscall"

	"golang.org/x/sys/windows"
)

// thisUser returns who this process runs as.
func thisUser() (*windows.SID, error) {
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return nil, fmt.Errorf("user of this process: %w", err)
	}
	return user.User.Sid, nil
}

// usersOnly says that nobody but this user may do anything with an object.
func usersOnly() (*windows.SecurityAttributes, error) {
	user, err := thisUser()
	if err != nil {
		return nil, err
	}
	return securityOf(fmt.Sprintf("D:P(A;;GA;;;%s)", user))
}

// peerOf returns the process at the other end, if it is this user's. No other
// user's can be there: the pipe is for nobody else, and its name is found in a
// folder of the user's own.
func peerOf(s *socket) (Cred, error) {
	process, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, s.pid)
	if err != nil {
		return Cred{}, fmt.Errorf("process %d: %w", s.pid, err)
	}
	defer windows.CloseHandle(process)
	var token windows.Token
	if err := windows.OpenProcessToken(process, windows.TOKEN_QUERY, &token); err != nil {
		return Cred{}, fmt.Errorf("token of process %d: %w", s.pid, err)
	}
	defer token.Close()
	its, err := token.GetTokenUser()
	if err != nil {
		return Cred{}, fmt.Errorf("user of process %d: %w", s.pid, err)
	}
	mine, err := thisUser()
	if err != nil {
		return Cred{}, err
	}
	if !its.User.Sid.Equals(mine) {
		return Cred{}, fmt.Errorf("process %d of user %s, not of user %s: %w", s.pid, its.User.Sid, mine, syscall.EACCES)
	}
	return Cred{PID: int(s.pid), UID: os.Getuid(), GID: os.Getgid()}, nil
}
