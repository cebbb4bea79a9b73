package sigmf

import (
	"cmp"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"slices"

	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/pipeline/iq"
)

// bufferSize is what is written to the file at most at once.
const bufferSize = 64 << 10

// Writer writes a recording. It belongs to one goroutine at a time.
type Writer struct {
	base      string
	overwrite bool

	m       Metadata // as given, and whole once closed
	journal *journal

	format iq.Format
	file   *os.File // base.sigmf-data.part; nil when it is closed
	hash   hash.Hash
	buf    []byte
	count  uint64 // samples written
	failed error  // of the file: what lies beyond count samples is not to be kept

	moved bool // the data has its name
	done  bool // closed or aborted
}

// Write writes samples, and tags about some of them, 0 <= Offset < len(src),
// else it panics. What the well-known tags say, in the kinds that package
// metadata has for them, becomes captures:
//
//	rx_freq   a new capture with the frequency, in Hz
//	rx_time   a new capture with the time
//	overflow  a new capture whose core:global_index jumps by the number
//	rx_rate   core:sample_rate, and a new capture
//
// All tags at one sample make one capture. A capture states the frequency it
// took over from the one before, but no time. Any other tag becomes an
// annotation of one sample: its key the label, its value as text the comment.
// [KeyCount], [KeyLower] and [KeyUpper], as [Metadata.Tags] makes them, say
// more about the annotation just before at the same sample. A value that SigMF
// has no room for, as a frequency above 1 THz, becomes an annotation, too.
//
// A recording has one rate. Where it changes, Write stops before the sample and
// returns how many it wrote and [ErrRate]: the recording may be closed and
// another begun with the rest. Any other error is that of the file, wrapped,
// and is returned again by every Write to come; what was written before can
// still be kept, by Close. After Close or Abort it is os.ErrClosed.
func (w *Writer) Write(src []complex64, tags ...metadata.Tag) (int, error) {
	if w.done || w.file == nil {
		return 0, fmt.Errorf("sigmf: write %s: %w", w.base, os.ErrClosed)
	}
	for _, t := range tags {
		if uint(t.Offset) >= uint(len(src)) {
			panic(fmt.Sprintf("sigmf: tag %q at offset %d of %d samples written", t.Key, t.Offset, len(src)))
		}
	}
	if w.failed != nil {
		return 0, w.failed
	}
	byOffset := func(a, b metadata.Tag) int { return cmp.Compare(a.Offset, b.Offset) }
	if !slices.IsSortedFunc(tags, byOffset) {
		tags = slices.Clone(tags)
		slices.SortStableFunc(tags, byOffset)
	}
	begin := w.m.Global.Offset + w.count
	for i, t := range tags {
		if err := w.journal.rates(begin+uint64(t.Offset), t); err != nil {
			n, failed := w.write(src[:t.Offset])
			w.note(begin, n, tags[:i])
			return n, cmp.Or(failed, err)
		}
	}
	n, err := w.write(src)
	w.note(begin, n, tags)
	return n, err
}

// note takes down the tags of the first n samples from an absolute index on.
func (w *Writer) note(begin uint64, n int, tags []metadata.Tag) {
	for _, t := range tags {
		if t.Offset < n {
			w.journal.add(begin+uint64(t.Offset), t)
		}
	}
}

// write writes samples to the file and the checksum.
func (w *Writer) write(src []complex64) (done int, err error) {
	size := w.format.Size()
	for done < len(src) {
		batch := src[done:min(len(src), done+cap(w.buf)/size)]
		w.buf = w.format.Append(w.buf[:0], batch)
		n, err := w.file.Write(w.buf)
		n /= size
		w.hash.Write(w.buf[:n*size])
		w.count += uint64(n)
		done += n
		if err == nil && n < len(batch) {
			err = io.ErrShortWrite
		}
		if err != nil {
			w.failed = fmt.Errorf("sigmf: write: %w", err)
			return done, w.failed
		}
	}
	return done, nil
}

// Annotate adds an annotation as it is. Its SampleStart is an absolute index,
// core:offset for the first sample; it may lie anywhere and comes in any order.
// The error wraps [ErrInvalid].
func (w *Writer) Annotate(a Annotation) error {
	if w.done {
		return fmt.Errorf("sigmf: annotate %s: %w", w.base, os.ErrClosed)
	}
	if _, err := a.MarshalJSON(); err != nil {
		return fmt.Errorf("%w: annotation: %w", ErrInvalid, err)
	}
	w.journal.annotate(a)
	return nil
}

// Len returns how many samples have been written.
func (w *Writer) Len() int64 { return int64(w.count) }

// Close ends the recording: only now the files get their names, the data first,
// and only when both are on the disk. Closing again does nothing.
//
// When it fails, the samples remain under the temporary name that the error
// tells; Close may be tried again, or Abort.
func (w *Writer) Close() error {
	if w.done {
		return nil
	}
	err := w.closeData()
	if err == nil {
		err = w.publish()
	}
	if err != nil {
		return fmt.Errorf("sigmf: close, the samples are in %s: %w", w.where(), err)
	}
	w.done = true
	return nil
}

// closeData ends the data file after the last whole sample.
func (w *Writer) closeData() error {
	if w.file == nil {
		return nil
	}
	if w.failed != nil {
		if err := w.file.Truncate(int64(w.count) * int64(w.format.Size())); err != nil {
			return err
		}
	}
	if err := w.file.Sync(); err != nil {
		return err
	}
	err := w.file.Close()
	w.file = nil
	return err
}

// where returns the name that the data has now.
func (w *Writer) where() string {
	if w.moved {
		return w.base + dataSuffix
	}
	return w.base + dataSuffix + partSuffix
}

// Abort ends the recording and removes what was written of it. After Close it
// does nothing.
func (w *Writer) Abort() error {
	if w.done {
		return nil
	}
	w.done = true
	var err error
	if w.file != nil {
		err = w.file.Close()
		w.file = nil
	}
	err = errors.Join(err, os.Remove(w.where()))
	if e := os.Remove(w.base + metaSuffix + partSuffix); !errors.Is(e, os.ErrNotExist) {
		err = errors.Join(err, e)
	}
	if err != nil {
		return fmt.Errorf("sigmf: abort: %w", err)
	}
	return nil
}
