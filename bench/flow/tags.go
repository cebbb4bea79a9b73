package flow

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/pipeline"
)

// tagBatch is how many samples the source of tags makes at once: a quarter of a
// ring of the default size.
const tagBatch = 8192

func tagged() (works []Work) {
	for _, every := range []int{0, 1000, 100, 10} {
		works = append(works, Work{
			Name: fmt.Sprintf("tags/every=%d", every), Bytes: sampleBytes,
			Ours: func(samples int) (Result, error) {
				g := newGraph()
				want := 0
				if every != 0 {
					want = (samples + every - 1) / every
				}
				tagSink(g, copies(g, tagSource(g, every, samples), 1), samples, want)
				return g.run(samples)
			},
		})
	}
	return works
}

// tagSource makes zeros with a tag, its position, at one sample in every; none
// if every is 0.
func tagSource(g *graph, every, samples int) *pipeline.Stream[complex64] {
	stream, out := pipeline.NewStream[complex64](g.Pipeline, "tagged zeros")
	g.Go("tagged zeros", func(ctx context.Context) error {
		tags := make([]metadata.Tag, 0, tagBatch)
		for at, next := 0, 0; at < samples; {
			dst, err := out.Slice(ctx, 1)
			if err != nil {
				return err
			}
			n := min(len(dst), samples-at, tagBatch)
			clear(dst[:n])
			tags = tags[:0]
			for ; every != 0 && next < at+n; next += every {
				tags = append(tags, metadata.Tag{Offset: next - at, Key: "mark", Value: metadata.IntValue(next)})
			}
			out.ProduceTags(n, tags...)
			at += n
		}
		return nil
	}, out)
	return stream
}

// tagSink expects so many samples and tags, each tag at its sample.
func tagSink(g *graph, s *pipeline.Stream[complex64], samples, want int) {
	in, at, seen := s.Input(), 0, 0
	g.Go("tags", func(ctx context.Context) error {
		var tags []metadata.Tag
		for {
			src, err := in.Slice(ctx, 1)
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			tags = in.Tags(tags[:0])
			for _, t := range tags {
				if mark := int(t.Value.Int64()); mark != at+t.Offset {
					return fmt.Errorf("the tag of sample %d is at sample %d", mark, at+t.Offset)
				}
			}
			at += len(src)
			seen += len(tags)
			if err := in.Consume(len(src)); err != nil {
				return err
			}
		}
	}, in)
	g.expect("samples", &at, samples)
	g.expect("tags", &seen, want)
}
