// Package wavout writes stereo sound to a WAV file of 16 bits.
package wavout

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/go-audio/audio"
	"github.com/go-audio/wav"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/whole"
)

// ErrTooLong is returned when a file would pass the 4 GiB that WAV can hold:
// six hours of stereo at 48 kHz.
var ErrTooLong = errors.New("wavout: WAV holds no more than 4 GiB")

const (
	bytesPerFrame = 4
	pcm           = 1
	maxFrames     = (math.MaxUint32 - 1024) / bytesPerFrame
)

// File is a WAV file on its way; the path holds it whole or not at all. It
// belongs to one goroutine.
type File struct {
	file    *whole.File
	encoder *wav.Encoder
	buffer  audio.IntBuffer
	rate    int
	frames  int
	clipped int
}

// Create starts a file with rate frames a second; finish it with Keep or Discard.
func Create(path string, rate int) (*File, error) {
	f, err := whole.Create(path)
	if err != nil {
		return nil, err
	}
	w := &File{file: f, encoder: wav.NewEncoder(f, rate, 16, 2, pcm), rate: rate}
	w.buffer.Format = &audio.Format{NumChannels: 2, SampleRate: rate}
	// The encoder writes its header with the first buffer, be it empty.
	if err := w.encoder.Write(&w.buffer); err != nil {
		f.Discard()
		return nil, err
	}
	return w, nil
}

// Write takes in all of src, left and right within ±1; what is beyond is cut
// off and counted.
func (w *File) Write(_ context.Context, src [][2]float32) (int, error) {
	if w.frames+len(src) > maxFrames {
		return 0, fmt.Errorf("%w: %d frames and %d more", ErrTooLong, w.frames, len(src))
	}
	w.buffer.Data = w.buffer.Data[:0]
	for _, frame := range src {
		w.buffer.Data = append(w.buffer.Data, w.pcm(frame[0]), w.pcm(frame[1]))
	}
	if err := w.encoder.Write(&w.buffer); err != nil {
		return 0, err
	}
	w.frames += len(src)
	return len(src), nil
}

// pcm rounds to 16 bits; NaN is silence.
func (w *File) pcm(v float32) int {
	x := math.RoundToEven(float64(v) * math.MaxInt16)
	switch {
	case x > math.MaxInt16:
		w.clipped++
		return math.MaxInt16
	case x < -math.MaxInt16:
		w.clipped++
		return -math.MaxInt16
	case x != x:
		return 0
	}
	return int(x)
}

// Seconds returns the length so far.
func (w *File) Seconds() float64 { return float64(w.frames) / float64(w.rate) }

// Clipped returns how many values were cut off.
func (w *File) Clipped() int { return w.clipped }

// Keep completes the file and gives it its name.
func (w *File) Keep() error {
	if err := w.encoder.Close(); err != nil {
		w.file.Discard()
		return err
	}
	return w.file.Keep()
}

// Discard removes the file unless it was kept: for a defer.
func (w *File) Discard() { w.file.Discard() }
