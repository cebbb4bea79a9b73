package circular

import (
	"context"
	"errors"
	"io"
)

// ByteReader is a [Reader] of bytes seen as an [io.Reader]. It belongs to one
// goroutine, as the Reader does.
type ByteReader struct {
	ctx context.Context
	r   *Reader[byte]
}

// NewByteReader returns r as an io.Reader, io.WriterTo and io.Closer whose
// waits end with ctx.
func NewByteReader(ctx context.Context, r *Reader[byte]) *ByteReader { return &ByteReader{ctx, r} }

// Read waits for at least one byte and copies what there is into p.
func (b *ByteReader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	s, err := b.r.Slice(b.ctx, 1)
	if err != nil {
		return 0, err
	}
	n := copy(p, s)
	return n, b.r.Consume(n)
}

// WriteTo writes the stream to w until its end, straight out of the ring.
func (b *ByteReader) WriteTo(w io.Writer) (total int64, err error) {
	for {
		s, err := b.r.Slice(b.ctx, 1)
		if err == io.EOF {
			return total, nil
		}
		if err != nil {
			return total, err
		}
		n, err := w.Write(s)
		if n < 0 || n > len(s) {
			return total, errors.New("circular: WriteTo: the writer returned an impossible count")
		}
		total += int64(n)
		err = errors.Join(err, b.r.Consume(n))
		if err == nil && n < len(s) {
			err = io.ErrShortWrite
		}
		if err != nil {
			return total, err
		}
	}
}

// Close closes the Reader.
func (b *ByteReader) Close() error { return b.r.Close() }

// ByteWriter is a [Writer] of bytes seen as an [io.Writer]. It belongs to one
// goroutine, as the Writer does.
type ByteWriter struct {
	ctx context.Context
	w   *Writer[byte]
}

// NewByteWriter returns w as an io.Writer, io.ReaderFrom and io.Closer whose
// waits end with ctx.
func NewByteWriter(ctx context.Context, w *Writer[byte]) *ByteWriter { return &ByteWriter{ctx, w} }

// Write copies p into the ring, waiting for space as often as need be. It
// returns less than len(p) only with an error.
func (b *ByteWriter) Write(p []byte) (total int, err error) {
	for total < len(p) {
		s, err := b.w.Slice(b.ctx, 1)
		if err != nil {
			return total, err
		}
		n := copy(s, p[total:])
		b.w.Produce(n)
		total += n
	}
	return total, nil
}

// ReadFrom reads r until its end, straight into the ring.
func (b *ByteWriter) ReadFrom(r io.Reader) (total int64, err error) {
	for {
		s, err := b.w.Slice(b.ctx, 1)
		if err != nil {
			return total, err
		}
		n, err := r.Read(s)
		if n < 0 || n > len(s) {
			return total, errors.New("circular: ReadFrom: the reader returned an impossible count")
		}
		b.w.Produce(n)
		total += int64(n)
		if err == io.EOF {
			return total, nil
		}
		if err != nil {
			return total, err
		}
	}
}

// Close ends the stream.
func (b *ByteWriter) Close() error { return b.w.Close() }
