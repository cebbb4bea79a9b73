package rtltcp

import "github.com/seed-ff569660/seamless/circular"

// staged sends by way of a buffer of its own, to connections that may keep a
// write waiting: the slice is given back before it is sent, and what was
// overwritten meanwhile is left out.
type staged struct{ buf [][2]uint8 }

const stage = 8 << 10

func newStaged(r *circular.Reader[[2]uint8]) *staged {
	return &staged{make([][2]uint8, min(stage, r.Cap()))}
}

func (s *staged) send(c *client) error {
	n := copy(s.buf, c.take(len(s.buf)))
	if n == 0 {
		return nil // lost since the wait: wait again
	}
	missed, torn := c.consume(n)
	c.skipped(missed + uint64(torn))
	c.sent.Add(uint64(n - torn))
	_, err := c.conn.Write(bytesOf(s.buf[torn:n]))
	return err
}
