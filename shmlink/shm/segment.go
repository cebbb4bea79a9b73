package shm

import (
	"errors"
	"fmt"
	"os"
	"sync"

	"github.com/seed-ff569660/seamless/dmb"
	"github.com/seed-ff569660/seamless/internal/memory"
)

// Kind says who may write a segment once it is sealed.
type Kind int

const (
	// Control segments have their size for good. Whoever has the descriptor may
	// map one for writing, and also punch holes: the memory then reads as zeros,
	// and where there is none left the next to touch it faults. So the last who is
	// to map it seals it as Data then, after which there can be no more holes, and
	// the others [Segment.Check] that before they touch it.
	Control Kind = iota
	// Data segments are written through the mappings made before Seal, and by
	// nothing else: not by another mapping, not by write, not by a hole, and not
	// through /proc/PID/fd. Where there are no seals, what is passed on is open for
	// reading only; see the package's doc.
	Data
)

func (k Kind) String() string {
	if k == Data {
		return "data"
	}
	return "control"
}

// Segment is memory in a file without a name, which lives as long as somebody
// has it open or mapped. The process that makes it is its host:
//
//	s, err := shm.Create("ring", size)
//	r, err := s.Map(0, size, true)     // the only writable mappings there will be
//	err = s.Seal(shm.Data)
//	err = conn.Send(hello, s.File())
//
// One that its guest is to write is sealed as Control, mapped by the guest and
// then sealed by it as Data.
//
// Others open what they receive, which checks it, and map it. A Segment may be
// used by any goroutine.
type Segment struct {
	f    *os.File
	size int

	mu      sync.Mutex
	reading *os.File // where there are no seals: what f becomes by Seal as Data; then nil
}

// Create returns a segment of size bytes, a positive multiple of
// [PageSize], all zero. All of its memory is taken now: what is missing is an error
// here and not a fault later. The name, at most 249 bytes, shows up in
// /proc/PID/maps as /memfd:name on Linux. It is not sealed yet; nobody else should
// have it until it is.
func Create(name string, size int) (*Segment, error) { return create(name, size, nil) }

func create(name string, size int, fail memory.Fail) (*Segment, error) {
	err := wholePages(0, size)
	var s *Segment
	if err == nil {
		s, err = newSegment(name, size, fail)
	}
	if err != nil {
		return nil, fmt.Errorf("shm: create segment %q of %d bytes: %w", name, size, err)
	}
	return s, nil
}

// Open takes a descriptor that came from another process as a segment of size
// bytes that its host has sealed as kind. It refuses what is not memory, has
// another size, lacks memory or has other seals: see [ErrNotMemory],
// [ErrWrongSize], [ErrSparse] and [ErrUnsealed]. What it accepts cannot be
// truncated any more, and as [Data] cannot be written by its guests. Without
// seals it refuses what is no file, has another size, or is open for something
// else than its kind asks for.
//
// The segment owns f from then on; with an error f stays the caller's. No
// system call here waits for whoever passed f, where there are seals.
func Open(f *os.File, size int, kind Kind) (*Segment, error) {
	err := wholePages(0, size)
	if err == nil {
		err = checkFile(f, size, kind)
	}
	if err != nil {
		return nil, fmt.Errorf("shm: open %v segment of %d bytes: %w", kind, size, err)
	}
	return &Segment{f: f, size: size}, nil
}

// Check holds the segment against what [Open] asks of a kind: for one that was
// sealed by somebody else meanwhile.
func (s *Segment) Check(kind Kind) error {
	if err := checkFile(s.f, s.size, kind); err != nil {
		return fmt.Errorf("shm: check %v segment of %d bytes: %w", kind, s.size, err)
	}
	return nil
}

// Seal fixes the size of the segment for good and, for [Data], takes from
// everybody, the caller included, the means to write it other than through
// mappings that exist, and to punch holes. Nothing undoes it. Where there are no
// seals, File is open for reading only from then on, and the size of a Control
// segment is not fixed. It may replace what File returns, and no other method may
// be called meanwhile.
func (s *Segment) Seal(kind Kind) error {
	if err := s.seal(kind); err != nil {
		return fmt.Errorf("shm: seal segment of %d bytes as %v: %w", s.size, kind, err)
	}
	return nil
}

// Map maps n bytes from byte off on, whole pages inside the segment, and makes
// all of them present. A writable mapping of a sealed [Data] segment is
// refused. The Region outlives the Segment.
//
// Rings are mapped twice with [github.com/seed-ff569660/seamless/dmb.Map] over
// File instead.
func (s *Segment) Map(off, n int, writable bool) (*Region, error) {
	return s.mapRegion(off, n, writable, nil)
}

func (s *Segment) mapRegion(off, n int, writable bool, fail memory.Fail) (*Region, error) {
	err := wholePages(off, n)
	if err == nil && (off > s.size || n > s.size-off) {
		err = fmt.Errorf("of %d: %w", s.size, ErrWrongSize)
	}
	var mem []byte
	if err == nil {
		mem, err = mapFile(s.f, off, n, writable, fail)
	}
	if err != nil {
		return nil, fmt.Errorf("shm: map %d bytes at %d: %w", n, off, err)
	}
	return &Region{mem: mem, mapped: mem}, nil
}

// Size returns the bytes of the segment.
func (s *Segment) Size() int { return s.size }

// File returns the descriptor, to be passed on or mapped. It is closed with
// the Segment.
func (s *Segment) File() *os.File { return s.f }

// Close gives the descriptor back. Mappings stay. Closing twice is no error,
// nor is it on nil.
func (s *Segment) Close() error {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	err := closeOnce(s.f)
	if s.reading != nil {
		err = errors.Join(err, closeOnce(s.reading))
	}
	return err
}

// PageSize returns what the sizes of segments and the offsets into them are
// multiples of: the size of a page, or on Windows the 64 KiB that addresses of
// mappings are multiples of.
func PageSize() int { return dmb.Granularity() }

// wholePages says whether n bytes at off begin and end at pages.
func wholePages(off, n int) error {
	if page := PageSize(); n <= 0 || off < 0 || n%page != 0 || off%page != 0 {
		return fmt.Errorf("%w of %d", ErrUnaligned, page)
	}
	return nil
}
