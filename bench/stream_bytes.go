package bench

import (
	"io"

	"github.com/smallnest/ringbuffer"
)

// pipeStream is an io.Pipe, with several readers one for each of them.
func pipeStream[T sample](s shape) (*Subject, error) {
	return bytesStream[T](s, func() (io.Reader, io.Writer, func()) {
		r, w := io.Pipe()
		return r, w, func() { _ = w.Close() }
	}), nil
}

// smallnestStream is a blocking ring buffer of bytes under a mutex, with
// several readers one for each of them, of the size of the ring.
func smallnestStream[T sample](s shape) (*Subject, error) {
	return bytesStream[T](s, func() (io.Reader, io.Writer, func()) {
		b := ringbuffer.New(s.ring * size[T]()).SetBlocking(true)
		return b, b, b.CloseWriter
	}), nil
}

// readItems is how many items a reader of bytes asks for at once at least.
const readItems = 4096

// bytesStream moves the memory of the items through io.Writers. All writes and
// all read buffers are whole items long, and so is what a read returns.
func bytesStream[T sample](s shape, connect func() (io.Reader, io.Writer, func())) *Subject {
	src := newSource[T](s.batch)
	ins, outs, closers := make([]io.Reader, s.readers), make([]io.Writer, s.readers), make([]func(), s.readers)
	buffers := make([][]T, s.readers)
	for i := range ins {
		ins[i], outs[i], closers[i] = connect()
		buffers[i] = make([]T, max(s.batch, readItems))
	}
	produce := func(n int) error {
		for i := range n {
			b := bytes(src.at(i))
			for _, w := range outs {
				if _, err := w.Write(b); err != nil {
					return err
				}
			}
		}
		return nil
	}
	consume := func(r io.Reader, buffer []T, n int) (total float64, err error) {
		for items := n * s.batch; items > 0; {
			got, err := r.Read(bytes(buffer))
			if err != nil {
				return total, err
			}
			got /= size[T]()
			total += sum(buffer[:got])
			items -= got
		}
		return total, nil
	}
	return &Subject{
		Run: func(n int) error {
			return relay(s.readers, src.sum(n),
				func() error { return produce(n) },
				func(i int) (float64, error) { return consume(ins[i], buffers[i], n) })
		},
		Close: func() {
			for _, f := range closers {
				f()
			}
		},
	}
}
