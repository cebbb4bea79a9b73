package qrs_test

import (
	"context"
	"io"
	"slices"
	"testing"

	"github.com/seed-ff569660/seamless/examples/fanout/internal/ecg"
	"github.com/seed-ff569660/seamless/examples/fanout/internal/qrs"
	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/pipeline"
	"github.com/seed-ff569660/seamless/pipeline/pipelinetest"
)

// The frames come out as they went in, each beat has its tag and the tags that were
// there have stayed, however the stream is cut.
func TestBlock(t *testing.T) {
	frames, known := synthetic(t, ecg.Config{HeartRate: 75, Seed: 3, Frames: 25 * ecg.Rate})
	clear(frames[8*ecg.Rate : 19*ecg.Rate]) // long without a beat
	var tags []metadata.Tag
	for _, b := range known {
		tags = append(tags, metadata.New(int(b), "known", "N"))
	}
	items, landed := pipelinetest.SameForEveryCut(t, func() pipeline.Transformer[ecg.Frame, ecg.Frame] { return qrs.NewBlock(0) }, frames, tags)
	if !slices.Equal(items, frames) {
		t.Fatalf("%d frames, want %d and the same", len(items), len(frames))
	}
	beats := detect(frames, 0)
	at := make(map[int]int64)
	stayed := 0
	for _, tag := range landed {
		switch {
		case tag.Key == qrs.Key:
			at[tag.Offset] = tag.Value.Int64()
		case stayed < len(tags) && tag.Equal(tags[stayed]):
			stayed++
		}
	}
	if len(at) != len(beats) || stayed != len(tags) || len(landed) != len(beats)+len(tags) {
		t.Errorf("%d beats of %d, %d tags of %d, %d in all", len(at), len(beats), stayed, len(tags), len(landed))
	}
	for _, b := range beats {
		if interval, ok := at[int(b.Sample)]; !ok || interval != int64(b.Interval) {
			t.Errorf("beat at %d, interval %d: its tag says %d, %t", b.Sample, b.Interval, interval, ok)
		}
	}
}

// In a flowgraph, also with rings that hold less than is undecided.
func TestBlockInAGraph(t *testing.T) {
	frames, _ := synthetic(t, ecg.Config{HeartRate: 75, Seed: 3, Frames: 60 * ecg.Rate})
	clear(frames[30*ecg.Rate : 45*ecg.Rate])
	want := detect(frames, 0)
	for _, opts := range [][]pipeline.Option{nil, {pipeline.WithRingSize(4096), pipeline.WithMaxBatch(100)}} {
		p := pipeline.New(opts...)
		left := frames
		in := pipeline.Source(p, "heart", func(_ context.Context, dst []ecg.Frame) (int, error) {
			n := copy(dst, left)
			if left = left[n:]; len(left) == 0 {
				return n, io.EOF
			}
			return n, nil
		})
		var out []ecg.Frame
		var got []qrs.Beat
		pipeline.SinkTags(p, "beats", pipeline.Apply(p, "detect", in, qrs.NewBlock(0)), func(_ context.Context, src []ecg.Frame, tags []metadata.Tag) (int, error) {
			for _, tag := range tags {
				got = append(got, qrs.Beat{Sample: uint64(len(out) + tag.Offset), Interval: uint64(tag.Value.Int64())})
			}
			out = append(out, src...)
			return len(src), nil
		})
		if err := p.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(out, frames) || !slices.Equal(got, want) {
			t.Errorf("%d frames and %d beats, want %d and %d and the same", len(out), len(got), len(frames), len(want))
		}
	}
}
