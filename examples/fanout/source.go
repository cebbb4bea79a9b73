package main

import (
	"fmt"
	"io"
	"os"

	"github.com/seed-ff569660/seamless/examples/fanout/internal/ecg"
	"github.com/seed-ff569660/seamless/metadata"
)

// knownKey is the key of the tag on each beat that is known by the publisher. Its
// value is the type of the beat, as PhysioNet writes it.
const knownKey = "known"

// source is where the frames come from. read makes at least one frame of dst, appends
// to tags those of the beats among them, and gives io.EOF at the end, with frames or
// after them.
type source struct {
	read  func(dst []ecg.Frame, tags []metadata.Tag) (int, []metadata.Tag, error)
	close func() error
}

// open opens the record or starts the heart.
func (o *options) open() (*source, error) {
	if o.in == "" {
		return o.heart()
	}
	var known []ecg.Annotation
	if o.beats != "" {
		f, err := os.Open(o.beats)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		if known, err = ecg.ReadAnnotations(f); err != nil {
			return nil, fmt.Errorf("%s: %w", o.beats, err)
		}
	}
	f, err := os.Open(o.in)
	if err != nil {
		return nil, err
	}
	frames, position, left := ecg.NewReader(f), uint64(0), o.frames()
	return &source{close: f.Close, read: func(dst []ecg.Frame, tags []metadata.Tag) (int, []metadata.Tag, error) {
		if o.frames() > 0 {
			if left == 0 {
				return 0, tags, io.EOF
			}
			dst = dst[:min(uint64(len(dst)), left)]
		}
		n, err := frames.Read(dst)
		for len(known) > 0 && known[0].Sample < position+uint64(n) {
			tags = append(tags, metadata.New(int(known[0].Sample-position), knownKey, known[0].Type))
			known = known[1:]
		}
		position, left = position+uint64(n), left-uint64(n)
		if err != nil && err != io.EOF {
			err = fmt.Errorf("%s: %w", o.in, err)
		}
		return n, tags, err
	}}, nil
}

func (o *options) heart() (*source, error) {
	s, err := ecg.NewSynthetic(ecg.Config{HeartRate: o.heartRate, Seed: o.seed, Frames: o.frames()})
	if err != nil {
		return nil, err
	}
	var at []int
	return &source{close: func() error { return nil }, read: func(dst []ecg.Frame, tags []metadata.Tag) (n int, _ []metadata.Tag, err error) {
		n, at, err = s.Read(dst, at[:0])
		for _, offset := range at {
			tags = append(tags, metadata.New(offset, knownKey, "N"))
		}
		return n, tags, err
	}}, nil
}
