package main

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"path/filepath"
	"sync"

	"github.com/seed-ff569660/seamless/circular"
	"github.com/seed-ff569660/seamless/examples/fanout/internal/ecg"
	"github.com/seed-ff569660/seamless/metadata"
)

// sockets are streams between processes for these tests, which are of what stands
// above streams: the frames are copied through sockets in a directory.
type sockets struct{ dir string }

var errWriterDied = errors.New("the writer died")

const orderly = 0xffffffff // in place of a number of frames: the end

// socketWriter is a ring with a goroutine for each connection.
type socketWriter struct {
	*circular.Writer[ecg.Frame]
	listener net.Listener
	all      sync.WaitGroup
}

func (s sockets) create(name string) (writer, error) {
	w, err := circular.New[ecg.Frame](ringFrames)
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("unix", filepath.Join(s.dir, name))
	if err != nil {
		return nil, err
	}
	sw := &socketWriter{Writer: w, listener: l}
	sw.all.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			r := w.AddReader()
			sw.all.Go(func() {
				defer r.Close()
				defer conn.Close()
				send(conn, r)
			})
		}
	})
	return sw, nil
}

func (w *socketWriter) Close() error {
	w.listener.Close()
	err := w.Writer.Close()
	w.all.Wait()
	return err
}

// send sends the number 0 when the reader is there, and then batches: the number of
// frames, that of bytes of tags, both.
func send(conn net.Conn, r *circular.Reader[ecg.Frame]) error {
	to := bufio.NewWriter(conn)
	number := func(n uint32) { binary.Write(to, binary.LittleEndian, n) }
	number(0)
	if err := to.Flush(); err != nil {
		return err
	}
	for {
		frames, err := r.Slice(context.Background(), 1)
		if err == io.EOF {
			number(orderly)
			return to.Flush()
		}
		if err != nil {
			return err
		}
		var tags []byte
		for _, t := range r.Tags(nil) {
			if tags, err = metadata.AppendTag(tags, 0, t); err != nil {
				return err
			}
		}
		number(uint32(len(frames)))
		number(uint32(len(tags)))
		binary.Write(to, binary.LittleEndian, frames)
		to.Write(tags)
		if err := to.Flush(); err != nil {
			return err
		}
		r.Consume(len(frames))
	}
}

func (s sockets) open(_ context.Context, name string, _ bool) (reader, error) {
	conn, err := net.Dial("unix", filepath.Join(s.dir, name))
	if err != nil {
		return nil, err
	}
	from := bufio.NewReader(conn)
	if _, err := from.Discard(4); err != nil {
		return nil, err
	}
	w, err := circular.New[ecg.Frame](ringFrames)
	if err != nil {
		return nil, err
	}
	r := w.AddReader()
	go func() {
		defer conn.Close()
		w.CloseWithError(receive(from, w))
	}()
	return r, nil
}

// receive returns nil at an orderly end.
func receive(from io.Reader, w *circular.Writer[ecg.Frame]) error {
	for {
		var frames, bytes uint32
		if binary.Read(from, binary.LittleEndian, &frames) != nil {
			return errWriterDied
		}
		if frames == orderly {
			return nil
		}
		if binary.Read(from, binary.LittleEndian, &bytes) != nil {
			return errWriterDied
		}
		dst, err := w.Slice(context.Background(), int(frames))
		if err != nil {
			return err
		}
		record := make([]byte, bytes)
		if binary.Read(from, binary.LittleEndian, dst[:frames]) != nil {
			return errWriterDied
		}
		if _, err := io.ReadFull(from, record); err != nil {
			return errWriterDied
		}
		var tags []metadata.Tag
		for len(record) > 0 {
			position, t, n, err := metadata.DecodeTag(record)
			if err != nil {
				return err
			}
			t.Offset = int(position)
			tags, record = append(tags, t), record[n:]
		}
		w.ProduceTags(int(frames), tags...)
	}
}
