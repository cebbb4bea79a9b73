package iq

import (
	"fmt"
	"io"
)

// Writer writes samples in a format to a stream of bytes. One goroutine at a
// time.
type Writer struct {
	w      io.Writer
	format Format
	buf    []byte
}

// NewWriter returns a Writer to w. It panics for a Format that is none.
func NewWriter(w io.Writer, f Format) *Writer {
	f.must()
	return &Writer{w: w, format: f, buf: make([]byte, 0, bufferSize)}
}

// Write writes all samples and keeps none back. It blocks as long as the
// stream does, allocates nothing, and returns how many samples were written
// whole and the error of the stream wrapped.
func (w *Writer) Write(src []complex64) (int, error) {
	size, done := w.format.Size(), 0
	for done < len(src) {
		batch := src[done:min(len(src), done+cap(w.buf)/size)]
		n, err := w.w.Write(w.format.Append(w.buf[:0], batch))
		done += n / size
		if err == nil && n < len(batch)*size {
			err = io.ErrShortWrite
		}
		if err != nil {
			return done, fmt.Errorf("write %s samples: %w", w.format, err)
		}
	}
	return done, nil
}
