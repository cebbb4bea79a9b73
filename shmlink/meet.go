package shmlink

import (
	"cmp"
	"context"
	"fmt"
	"os"

	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// meet shakes hands with the host.
func meet(ctx context.Context, name string, h hello, allow func(shm.Cred) error) (l *link, grant accept, files []*os.File, err error) {
	conn, err := shm.Dial(ctx, name)
	if err != nil {
		return nil, grant, nil, cause(ctx, err)
	}
	l = &link{conn: conn, over: make(chan struct{})}
	defer func() {
		if err != nil {
			_ = conn.Close()
		}
	}()
	if l.host, err = conn.Peer(); err != nil {
		return l, grant, nil, err
	}
	if err := allow(l.host); err != nil {
		return l, grant, nil, fmt.Errorf("%w: %w", ErrNotAllowed, err)
	}
	b, files, err := exchange(ctx, conn, h.encode(), acceptFiles)
	if err != nil {
		return l, grant, nil, err
	}
	if grant, err = decodeAccept(b); err != nil {
		for _, f := range files {
			_ = f.Close()
		}
	}
	return l, grant, files, err
}

// enter tells the host that the control page is mapped and can have no more
// holes, and waits to be part of the stream.
func (l *link) enter(ctx context.Context) error {
	b, _, err := exchange(ctx, l.conn, message(wordSize, msgReady), 0)
	if err == nil && !isWord(b, msgJoined) {
		err = fmt.Errorf("a message of kind %d and %d bytes: %w", kindOf(b), len(b), ErrPeerCorrupt)
	}
	return err
}

// exchange sends a message and returns the answer, unless that is a refusal.
func exchange(ctx context.Context, conn *shm.Conn, msg []byte, most int) (b []byte, files []*os.File, err error) {
	stop := interruptible(ctx, conn)
	sent := conn.Send(msg)
	b = make([]byte, maxMessage)
	n, files, err := conn.Receive(b, most)
	if !stop() && err == nil {
		err = ctx.Err()
	}
	switch b = b[:n]; {
	case err != nil: // one that hung up at once may have said why: so the sending alone tells nothing
		err = cause(ctx, hungUp(cmp.Or(sent, err)))
	case kindOf(b) == msgReject:
		var code uint16
		var text string
		if code, text, err = decodeVerdict(b); err == nil {
			err = told(code, text)
		}
	}
	if err != nil {
		for _, f := range files {
			_ = f.Close()
		}
		return nil, nil, err
	}
	return b, files, nil
}

// hungUp turns the error of a connection that the host has closed, which ends
// or has too much to do, into one that says so.
func hungUp(err error) error {
	if shm.HungUp(err) {
		return fmt.Errorf("the writer hung up: %w", ErrNoStream)
	}
	return err
}
