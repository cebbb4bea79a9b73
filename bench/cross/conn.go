//go:build linux

package cross

import (
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
)

// firstFile is the first descriptor a process is given.
const firstFile = 3

// connections returns the n connections that the process was given, in the form
// that the runtime's poller takes.
func connections(peer string, n int) (all []io.ReadWriter, err error) {
	for i := range n {
		var c io.ReadWriter
		if peer == "pipe" {
			from, err := pipeEnd(firstFile + 2*i)
			if err != nil {
				return nil, err
			}
			to, err := pipeEnd(firstFile + 2*i + 1)
			if err != nil {
				return nil, err
			}
			c = duplex{from, to}
		} else {
			f := os.NewFile(uintptr(firstFile+i), peer)
			if c, err = net.FileConn(f); err != nil {
				return nil, fmt.Errorf("connection %d: %w", i, err)
			}
			_ = f.Close()
		}
		all = append(all, c)
	}
	return all, nil
}

type duplex struct {
	io.Reader
	io.Writer
}

func pipeEnd(fd int) (*os.File, error) {
	err := syscall.SetNonblock(fd, true)
	return os.NewFile(uintptr(fd), "pipe"), err
}

// connWriter writes each batch to each reader in turn.
type connWriter []io.ReadWriter

func (w connWriter) write(src []uint64) error {
	for _, c := range w {
		if _, err := c.Write(bytes(src)); err != nil {
			return err
		}
	}
	return nil
}

// connReader reads what there is, cut into items.
type connReader struct {
	conn io.Reader
	buf  []uint64
	rest int // bytes of an item that has not arrived as a whole
}

func newConnReader(conn io.Reader, batch int) *connReader {
	return &connReader{conn: conn, buf: make([]uint64, max(batch, readItems))}
}

func (r *connReader) read(int) ([]uint64, error) {
	b := bytes(r.buf)
	for n := r.rest; ; {
		m, err := r.conn.Read(b[n:])
		if err != nil {
			return nil, err
		}
		if n += m; n >= itemBytes {
			r.rest = n % itemBytes
			return r.buf[:n/itemBytes], nil
		}
	}
}

func (r *connReader) done(n int) error {
	if r.rest != 0 {
		b := bytes(r.buf)
		copy(b, b[n*itemBytes:][:r.rest])
	}
	return nil
}

// connLane is a connection that carries one item at a time each way.
type connLane struct {
	conn io.ReadWriter
	out  [1]uint64
	in   [1]uint64
}

func (l *connLane) send(v uint64) error {
	l.out[0] = v
	_, err := l.conn.Write(bytes(l.out[:]))
	return err
}

func (l *connLane) receive() (uint64, error) {
	_, err := io.ReadFull(l.conn, bytes(l.in[:]))
	return l.in[0], err
}
