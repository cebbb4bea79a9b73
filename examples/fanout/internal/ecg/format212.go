package ecg

import (
	"bufio"
	"fmt"
	"io"
)

// FrameSize is the size of a frame in format 212, in bytes: two samples of 12 bits.
const FrameSize = 3

// Reader reads frames from bytes in format 212, two signals:
//
//	byte  bits
//	0     7..0   first sample, bits 7..0
//	1     3..0   first sample, bits 11..8
//	1     7..4   second sample, bits 11..8
//	2     7..0   second sample, bits 7..0
//
// Samples are in two's complement. A Reader belongs to one goroutine.
type Reader struct {
	from  *bufio.Reader
	frame uint64 // the next one
}

// NewReader returns a Reader of what r gives. It reads ahead of what it was
// asked for, 4096 bytes at most.
func NewReader(r io.Reader) *Reader { return &Reader{from: bufio.NewReader(r)} }

// Read reads up to len(dst) frames and returns how many: at least one, unless
// there is an error or dst is empty. It waits for the first frame only, so that
// what comes slowly is not held up. The error is io.EOF at the end; one that
// wraps io.ErrUnexpectedEOF and says where, when the end is within a frame; or
// that of the reader below. Frames before it are given first.
func (r *Reader) Read(dst []Frame) (n int, err error) {
	for n < len(dst) && (n == 0 || r.from.Buffered() >= FrameSize) {
		var b [FrameSize]byte
		got, err := io.ReadFull(r.from, b[:])
		if err == io.ErrUnexpectedEOF {
			return n, fmt.Errorf("the record is cut off in frame %d, at byte %d: %d of its %d bytes are there: %w",
				r.frame, r.frame*FrameSize+uint64(got), got, FrameSize, err)
		}
		if err == io.EOF {
			return n, err
		}
		if err != nil {
			return n, fmt.Errorf("frame %d: %w", r.frame, err)
		}
		dst[n] = Decode(b)
		n++
		r.frame++
	}
	return n, nil
}

// Decode returns the frame of three bytes in format 212.
func Decode(b [FrameSize]byte) Frame {
	first := uint16(b[0]) | uint16(b[1]&0x0f)<<8
	second := uint16(b[2]) | uint16(b[1]>>4)<<8
	return Frame{extend(first), extend(second)}
}

// extend extends the sign of 12 bits.
func extend(v uint16) int16 { return int16(v<<4) >> 4 }

// Append appends the frame in format 212. Samples from [Least] to [Most] fit;
// any other is an error, and dst comes back as it was.
func Append(dst []byte, f Frame) ([]byte, error) {
	for lead, v := range f {
		if v < Least || v > Most {
			return dst, fmt.Errorf("sample %d of lead %d has more than 12 bits: %d to %d fit", v, lead, Least, Most)
		}
	}
	a, b := uint16(f[0]), uint16(f[1])
	return append(dst, byte(a), byte(a>>8&0x0f)|byte(b>>4&0xf0), byte(b)), nil
}
