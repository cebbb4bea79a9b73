//go:build !windows

package shm

import (
	"context"
	"net"
	"os"
)

// What hosts and guests meet over.
type (
	listener = net.UnixListener
	socket   = net.UnixConn
)

func listenSocket(path string) (*listener, error) {
	return net.ListenUnix(network, &net.UnixAddr{Name: path, Net: network})
}

func accept(l *listener) (*socket, error) { return l.AcceptUnix() }

// connect knocks once.
func connect(ctx context.Context, path string) (*socket, error) {
	c, err := new(net.Dialer).DialContext(ctx, network, path)
	if err != nil {
		return nil, err
	}
	return c.(*net.UnixConn), nil
}

// openLock opens a file to be locked, also to make it if flag is os.O_CREATE.
func openLock(path string, flag int) (*os.File, error) {
	return os.OpenFile(path, os.O_RDWR|noFollow|flag, 0o600)
}
