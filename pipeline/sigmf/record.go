package sigmf

import (
	"context"
	"errors"
	"io"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/metadata"
)

// Input is where Record reads. The readers of circular and the inputs of
// pipeline satisfy it.
type Input interface {
	Slice(ctx context.Context, min int) ([]complex64, error)
	Tags(dst []metadata.Tag) []metadata.Tag
	Consume(n int) error
}

// recordBatch is how many samples Record takes at once.
const recordBatch = 8 << 10

// Record writes samples and tags of a stream until its end, and then returns
// nil. It does not close the recording. The error is that of the stream, among
// them ctx.Err(), or that of [Writer.Write]; after [ErrRate] the samples of the
// batch from the change on are lost, up to 8192.
//
// Of a lossy reader, what it lost shows as a gap, to the sample. In a graph it
// is a block of its own:
//
//	in := samples.Input()
//	p.Go("record", func(ctx context.Context) error { return w.Record(ctx, in) }, in)
func (w *Writer) Record(ctx context.Context, in Input) error {
	batch := make([]complex64, recordBatch)
	var tags, late []metadata.Tag // late: of samples that were torn
	for {
		src, err := in.Slice(ctx, 1)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		n := copy(batch, src)
		tags = in.Tags(append(tags[:0], late...))
		for i, t := range tags {
			if t.Offset >= n {
				tags = tags[:i]
				break
			}
		}
		// The samples are in our hands only when they were still whole as they
		// were given back.
		torn, err := consume(in, n)
		if err != nil {
			return err
		}
		for i := range tags {
			tags[i].Offset = max(tags[i].Offset-torn, 0)
		}
		if torn > 0 {
			tags = append(tags, metadata.Tag{Key: metadata.KeyOverflow, Value: metadata.Uint64Value(uint64(torn))})
		}
		if late = late[:0]; torn == n {
			late = append(late, tags...)
			continue
		}
		if _, err := w.Write(batch[torn:n], tags...); err != nil {
			return err
		}
	}
}

// consume gives n samples back and returns how many of them, from the first
// on, may have been overwritten.
func consume(in Input, n int) (torn int, err error) {
	err = in.Consume(n)
	var lost *seamless.OverrunError
	if errors.As(err, &lost) {
		return lost.Torn, nil
	}
	return 0, err
}
