package shm

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const (
	socketSuffix = ".sock"
	lockSuffix   = ".lock"
	abstract     = "@" // begins the name of a host without files
)

// checkName refuses what cannot be a file's name in its folder. The suffixes
// are ours, so "x.lock" is the name of a file "x.lock.sock".
func checkName(name string) error {
	bare := strings.TrimPrefix(name, abstract)
	if bare == "" || bare == "." || bare == ".." || strings.ContainsAny(bare, "/\\\x00") || !canName(bare) {
		return fmt.Errorf("%q: %w", name, ErrBadName)
	}
	return nil
}

// address returns where the host of that name listens, in the form package net
// takes: a path, or @ and a name of the abstract namespace.
func address(name string) (string, error) {
	if err := errors.Join(canMeet(), checkName(name)); err != nil {
		return "", err
	}
	path := abstract + "seamless/" + strings.TrimPrefix(name, abstract)
	if strings.HasPrefix(name, abstract) {
		if err := canBeAbstract(); err != nil {
			return "", err
		}
	} else {
		folder, err := Folder()
		if err != nil {
			return "", err
		}
		path = filepath.Join(folder, name+socketSuffix)
	}
	if len(path) > longestAddress {
		return "", fmt.Errorf("address %s of %d bytes, at most %d: %w", path, len(path), longestAddress, ErrNameTooLong)
	}
	return path, nil
}

// Folder returns the folder for sockets and makes it if need be:
// $XDG_RUNTIME_DIR/seamless if that variable names a folder of this user, else
// seamless-UID in the folder for temporary files. One that belongs to somebody
// else, is open to others or is a symbolic link is refused with
// [ErrUnsafeFolder]: somebody else could have put it there. On Windows it is
// %LocalAppData%\seamless.
func Folder() (string, error) {
	if err := canMeet(); err != nil {
		return "", fmt.Errorf("shm: folder for sockets: %w", err)
	}
	folder, err := place()
	if err != nil {
		return "", fmt.Errorf("shm: folder for sockets: %w", err)
	}
	if err := os.Mkdir(folder, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", fmt.Errorf("shm: %w", err)
	}
	// Its own entry is looked at, not what it points to. What passes can be
	// changed by this user only.
	info, err := os.Lstat(folder)
	if err != nil {
		return "", fmt.Errorf("shm: %w", err)
	}
	if !info.IsDir() || !private(info) {
		return "", fmt.Errorf("shm: folder %s, %v, expected a folder of user %d for nobody else: %w",
			folder, info.Mode(), os.Geteuid(), ErrUnsafeFolder)
	}
	return folder, nil
}
