package iq

import (
	"fmt"
	"io"
)

// Reader reads samples of a format from a stream of bytes. It never takes more
// bytes from the stream than the samples it was asked for have. One goroutine
// at a time.
type Reader struct {
	r      io.Reader
	format Format
	buf    []byte
	have   int   // bytes at the start of buf, less than a sample between calls
	err    error // what ended the stream, told when the samples are out
}

// bufferSize is what is read from the stream at most at once: enough to make
// the cost of a system call small, small enough to stay in the cache.
const bufferSize = 64 << 10

// NewReader returns a Reader of r. It panics for a Format that is none.
func NewReader(r io.Reader, f Format) *Reader {
	f.must()
	return &Reader{r: r, format: f, buf: make([]byte, bufferSize)}
}

// Read fills dst with what one read of the stream gives, at least one sample,
// and returns how many. It blocks as long as the stream does and allocates
// nothing. Samples come first, then the error, by itself and for good: io.EOF
// at the end, io.ErrUnexpectedEOF wrapped if the stream ends within a sample,
// else the error of the stream wrapped.
func (r *Reader) Read(dst []complex64) (int, error) {
	if len(dst) == 0 {
		return 0, nil
	}
	size := r.format.Size()
	want := min(len(dst), len(r.buf)/size) * size
	for tries := 0; r.have < size; tries++ {
		if r.err != nil {
			return 0, r.end()
		}
		if tries == 100 {
			r.err = io.ErrNoProgress
			continue
		}
		var n int
		n, r.err = r.r.Read(r.buf[r.have:want])
		r.have += n
	}
	n := r.format.Decode(dst, r.buf[:r.have])
	r.have = copy(r.buf, r.buf[n*size:r.have])
	return n, nil
}

// end returns the error that is told in place of r.err.
func (r *Reader) end() error {
	switch {
	case r.err != io.EOF:
		return fmt.Errorf("read %s samples: %w", r.format, r.err)
	case r.have > 0:
		return fmt.Errorf("read %s samples: %d bytes left over at the end, a sample has %d: %w",
			r.format, r.have, r.format.Size(), io.ErrUnexpectedEOF)
	default:
		return io.EOF
	}
}
