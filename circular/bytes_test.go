package circular_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/circular"
)

var background = context.Background()

// bytePair returns both ends of a stream of bytes as package io sees them, and
// the ends themselves. Its ring has a few KiB.
func bytePair(t *testing.T, opts ...circular.ReaderOption) (*circular.ByteWriter, *circular.ByteReader, *circular.Writer[byte], *circular.Reader[byte]) {
	t.Helper()
	w, err := circular.New[byte](0)
	if err != nil {
		t.Fatal(err)
	}
	r := w.AddReader(opts...)
	t.Cleanup(func() {
		if err := errors.Join(w.Close(), r.Close()); err != nil {
			t.Error(err)
		}
	})
	return circular.NewByteWriter(background, w), circular.NewByteReader(background, r), w, r
}

// noise returns n random bytes.
func noise(n int) []byte {
	p := make([]byte, n)
	rand.NewChaCha8([32]byte{1}).Read(p)
	return p
}

func TestByteReaderIsAReader(t *testing.T) {
	for _, n := range []int{0, 1, 1000, 4096} {
		w, r, _, _ := bytePair(t)
		content := noise(n)
		if m, err := w.Write(content); m != n || err != nil {
			t.Fatalf("%d, %v", m, err)
		}
		w.Close()
		if err := iotest.TestReader(r, content); err != nil {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
}

// Far more than the ring holds, through every combination of calls.
func TestBytesCopied(t *testing.T) {
	type plainWriter struct{ io.Writer }
	type plainReader struct{ io.Reader }
	content := noise(300_000)
	for name, c := range map[string]struct {
		write func(w *circular.ByteWriter) (int64, error)
		read  func(dst *bytes.Buffer, r *circular.ByteReader) (int64, error)
	}{
		"ReadFrom WriteTo": {
			func(w *circular.ByteWriter) (int64, error) { return w.ReadFrom(bytes.NewReader(content)) },
			func(dst *bytes.Buffer, r *circular.ByteReader) (int64, error) { return r.WriteTo(dst) },
		},
		"Write Read": {
			func(w *circular.ByteWriter) (int64, error) { n, err := w.Write(content); return int64(n), err },
			func(dst *bytes.Buffer, r *circular.ByteReader) (int64, error) { return dst.ReadFrom(plainReader{r}) },
		},
		"io.Copy by small pieces": {
			func(w *circular.ByteWriter) (int64, error) {
				return io.CopyBuffer(plainWriter{w}, plainReader{bytes.NewReader(content)}, make([]byte, 17))
			},
			func(dst *bytes.Buffer, r *circular.ByteReader) (int64, error) {
				return io.CopyBuffer(plainWriter{dst}, plainReader{r}, make([]byte, 7))
			},
		},
		"odd sources": {
			func(w *circular.ByteWriter) (int64, error) {
				return w.ReadFrom(iotest.DataErrReader(iotest.HalfReader(bytes.NewReader(content))))
			},
			func(dst *bytes.Buffer, r *circular.ByteReader) (int64, error) { return io.Copy(dst, r) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			w, r, _, _ := bytePair(t)
			done := make(chan error)
			go func() {
				n, err := c.write(w)
				if n != int64(len(content)) {
					err = errors.Join(err, io.ErrShortWrite)
				}
				done <- errors.Join(err, w.Close())
			}()
			var got bytes.Buffer
			n, err := c.read(&got, r)
			if n != int64(len(content)) || err != nil || !bytes.Equal(got.Bytes(), content) {
				t.Errorf("%d bytes, %v, want %d", n, err, len(content))
			}
			if err := <-done; err != nil {
				t.Error(err)
			}
			r.Close()
		})
	}
}

func TestBytesOfNothing(t *testing.T) {
	w, r, _, _ := bytePair(t)
	if n, err := w.Write(nil); n != 0 || err != nil {
		t.Errorf("wrote %d, %v", n, err)
	}
	if n, err := r.Read(nil); n != 0 || err != nil { // without waiting
		t.Errorf("read %d, %v", n, err)
	}
	w.Close()
	if n, err := r.WriteTo(io.Discard); n != 0 || err != nil {
		t.Errorf("wrote %d, %v", n, err)
	}
	if n, err := r.Read(make([]byte, 5)); n != 0 || err != io.EOF {
		t.Errorf("read %d, %v", n, err)
	}
}

// Errors of one side come out of the other call's as they are, with the count.
func TestBytesErrors(t *testing.T) {
	broken := errors.New("broken")
	t.Run("ReadFrom", func(t *testing.T) {
		w, r, _, _ := bytePair(t)
		src := io.MultiReader(strings.NewReader("hello"), iotest.ErrReader(broken))
		if n, err := w.ReadFrom(src); n != 5 || err != broken {
			t.Errorf("%d, %v", n, err)
		}
		p := make([]byte, 9)
		if n, err := r.Read(p); string(p[:n]) != "hello" || err != nil {
			t.Errorf("%q, %v", p[:n], err)
		}
	})
	t.Run("WriteTo", func(t *testing.T) {
		w, r, _, end := bytePair(t)
		_, _ = w.Write([]byte("hello"))
		if n, err := r.WriteTo(limited{3, broken}); n != 3 || !errors.Is(err, broken) {
			t.Errorf("%d, %v", n, err)
		}
		if n, err := r.WriteTo(limited{1, nil}); n != 1 || !errors.Is(err, io.ErrShortWrite) {
			t.Errorf("%d, %v", n, err)
		}
		if end.Position() != 4 {
			t.Errorf("position %d", end.Position())
		}
	})
	t.Run("impossible counts", func(t *testing.T) {
		w, r, _, _ := bytePair(t)
		_, _ = w.Write([]byte("hello"))
		for _, n := range []int{-1, 1 << 20} {
			if total, err := r.WriteTo(limited{n, nil}); total != 0 || err == nil {
				t.Errorf("%d, %v", total, err)
			}
			if total, err := w.ReadFrom(impossible(n)); total != 0 || err == nil {
				t.Errorf("%d, %v", total, err)
			}
		}
	})
	t.Run("writer's error", func(t *testing.T) {
		w, r, end, _ := bytePair(t)
		_, _ = w.Write([]byte("hello"))
		_ = end.CloseWithError(broken)
		if n, err := r.WriteTo(io.Discard); n != 5 || err != broken {
			t.Errorf("%d, %v", n, err)
		}
	})
	t.Run("closed", func(t *testing.T) {
		w, r, _, _ := bytePair(t)
		_, _ = w.Close(), r.Close()
		if _, err := w.Write([]byte("x")); !errors.Is(err, os.ErrClosed) {
			t.Error(err)
		}
		if _, err := r.Read(make([]byte, 1)); !errors.Is(err, os.ErrClosed) {
			t.Error(err)
		}
	})
	t.Run("lossy", func(t *testing.T) {
		w, r, end, _ := bytePair(t, circular.Lossy())
		for range 10 {
			_, _ = w.Write(noise(end.Cap()))
		}
		var over *seamless.OverrunError
		n, err := r.Read(make([]byte, 100))
		if n != 100 || !errors.As(err, &over) || over.Lost == 0 || over.Torn != 0 {
			t.Errorf("%d, %v", n, err)
		}
		if n, err := r.Read(make([]byte, 100)); n != 100 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
	})
}

// A write that is cut short says how much of it is in the ring.
func TestBytesCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, err := circular.New[byte](0)
		if err != nil {
			t.Fatal(err)
		}
		defer w.Close()
		r := w.AddReader()
		defer r.Close()
		ctx, cancel := context.WithCancel(background)
		type outcome struct {
			n   int
			err error
		}
		done := make(chan outcome)
		go func() {
			n, err := circular.NewByteWriter(ctx, w).Write(noise(w.Cap() + 5))
			done <- outcome{n, err}
		}()
		synctest.Wait()
		cancel()
		if got := <-done; got.n != w.Cap() || got.err != context.Canceled {
			t.Errorf("%d, %v", got.n, got.err)
		}
		if n, err := circular.NewByteReader(ctx, r).Read(make([]byte, 7)); n != 7 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
	})
}

// limited accepts n bytes of each Write and returns err.
type limited struct {
	n   int
	err error
}

func (l limited) Write([]byte) (int, error) { return l.n, l.err }

// impossible claims to have read n bytes.
type impossible int

func (n impossible) Read([]byte) (int, error) { return int(n), nil }
