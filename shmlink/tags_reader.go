package shmlink

import (
	"encoding/binary"

	"github.com/seed-ff569660/seamless/internal/spmc"
	"github.com/seed-ff569660/seamless/metadata"
)

// tagReader is a reading end of the tags of a stream, and the reader's store of
// them.
//
// Records come by rising position, those of an item before the item. A reader
// that may be overtaken may find a record overwritten; there is no telling where
// the next one begins, so it goes on behind all that are there.
type tagReader struct {
	end     spmc.Reader[byte]
	at      uint64 // the end's position, if it was not overtaken
	none    bool   // there is no ring
	lossy   bool
	corrupt func()
	decoder metadata.Decoder
	overrun uint64 // times it was overtaken
}

// recordHead is the length of a record, which does not count itself, and its
// position.
const (
	recordHead   = 12
	recordLength = 4
)

// Range appends the tags of the items from <= i < to.
func (t *tagReader) Range(dst []metadata.Tag, from, to uint64) []metadata.Tag {
	if t.none {
		return dst
	}
	n := len(dst)
	for s := t.take(); len(s) > 0; {
		position, tag, size, err := t.decoder.Decode(s)
		if size == 0 {
			t.broken()
			return dst[:n]
		}
		if position >= to {
			break
		}
		if err == nil && position >= from { // with an error: of a kind that a later version has
			tag.Offset = int(position - from)
			dst = append(dst, tag)
		}
		s = s[size:]
	}
	if t.lossy && !t.end.Intact() {
		t.broken()
		return dst[:n]
	}
	return dst
}

// skip gives back the tags of items before a position.
func (t *tagReader) skip(position uint64) {
	if t.none {
		return
	}
	s := t.take()
	used := 0
	for rest := s; len(rest) >= recordHead; rest = s[used:] {
		size := recordLength + int(min(binary.LittleEndian.Uint32(rest), metadata.MaxRecord))
		if binary.LittleEndian.Uint64(rest[recordLength:]) >= position {
			break
		}
		if size < recordHead || size > len(rest) {
			t.broken()
			return
		}
		used += size
	}
	if t.consume(used) != nil {
		t.broken()
	}
}

// take returns all the records there are.
func (t *tagReader) take() []byte {
	s, err := t.end.TrySlice()
	switch {
	case err != nil:
		return nil
	case t.lossy && t.end.Position() != t.at: // overtaken: this is anywhere in a record
		t.broken()
		return nil
	}
	return s
}

func (t *tagReader) consume(n int) error {
	err := t.end.Consume(n)
	t.at = t.end.Position()
	return err
}

// broken is called where no record begins.
func (t *tagReader) broken() {
	if !t.lossy {
		t.corrupt()
		return
	}
	t.overrun++
	if s, err := t.end.TrySlice(); err == nil {
		_ = t.consume(len(s)) // each commit ends with a record
	}
}

// Add and Drop have no use at this end.
func (*tagReader) Add(uint64, []metadata.Tag) {}
func (*tagReader) Drop(uint64)                {}
