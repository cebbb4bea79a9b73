package sigmf

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/seed-ff569660/seamless/circular"
	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/pipeline/iq"
)

func TestRecord(t *testing.T) {
	stream, err := circular.New[complex64](1 << 15)
	if err != nil {
		t.Fatal(err)
	}
	in := stream.AddReader()
	defer in.Close()
	const total = 1 << 14 // in batches
	s, err := stream.Slice(t.Context(), total)
	if err != nil {
		t.Fatal(err)
	}
	for i := range s[:total] {
		s[i] = complex(float32(i), 0)
	}
	stream.ProduceTags(total, metadata.New(0, "rx_freq", 5.0), metadata.New(recordBatch-1, "a", nil), metadata.New(recordBatch, "b", nil))
	stream.Close()
	w, path := create(t, of(iq.CF32))
	if err := w.Record(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	r := whole(t, w, path)
	if got := fmt.Sprint(r.Tags()); got != "[rx_freq=5@0 a=@8191 b=@8192]" {
		t.Error(got)
	}
	for i, s := range readAll(t, r.Reader()) {
		if s != complex(float32(i), 0) {
			t.Fatalf("sample %d is %v", i, s)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	open, err := circular.New[complex64](1)
	if err != nil {
		t.Fatal(err)
	}
	defer open.Close()
	idle := open.AddReader()
	defer idle.Close()
	if err := w.Record(ctx, idle); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// overtaken is an input whose writer overtakes it between Slice and Consume.
type overtaken struct {
	*circular.Reader[complex64]
	before []func()
}

func (o *overtaken) Consume(n int) error {
	if len(o.before) > 0 {
		o.before[0]()
		o.before = o.before[1:]
	}
	return o.Reader.Consume(n)
}

// What a lossy reader lost is a gap, and not one wrong sample is recorded.
func TestRecordOfALossyReader(t *testing.T) {
	stream, err := circular.New[complex64](4096)
	if err != nil {
		t.Fatal(err)
	}
	r := stream.AddReader(circular.Lossy())
	defer r.Close()
	produce := func(n int, tags ...metadata.Tag) {
		for n > 0 {
			s := stream.TrySlice()
			s = s[:min(n, len(s))]
			for i := range s {
				s[i] = complex(float32(stream.Position()+uint64(i)), 0)
			}
			stream.ProduceTags(len(s), tags...)
			n, tags = n-len(s), nil
		}
	}
	produce(500, metadata.New(10, "rx_freq", 7.0), metadata.New(450, "x", nil))
	in := &overtaken{r, []func(){
		func() { produce(stream.Cap() - 500 + 200) }, // tears some of what Record holds
		func() { produce(3 * stream.Cap()) },         // tears it all
		func() { stream.Close() },
	}}
	w, path := create(t, of(iq.CF32))
	if err := w.Record(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	rec := whole(t, w, path)
	samples := readAll(t, rec.Reader())
	next, lost := uint64(0), uint64(0)
	captures := rec.Metadata.Captures
	for i, s := range samples {
		if len(captures) > 0 && captures[0].SampleStart == uint64(i) {
			next, captures = *captures[0].GlobalIndex, captures[1:]
		}
		if s != complex(float32(next), 0) {
			t.Fatalf("sample %d is %v, want %d", i, s, next)
		}
		next++
	}
	lost = stream.Position() - uint64(len(samples))
	if next != stream.Position() || lost != r.Stats().Lost || lost == 0 {
		t.Errorf("it ends at %d of %d, %d lost of %d", next, stream.Position(), lost, r.Stats().Lost)
	}
	if got := fmt.Sprint(rec.Tags()); !strings.Contains(got, "rx_freq=7@0") || !strings.Contains(got, "x=@") {
		t.Errorf("tags %s", got)
	}
}
