package sigmf

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/pipeline/iq"
)

// memory returns a folder of the test, without a disk to wait for if there is
// such a place.
func memory(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "sigmf")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// feed writes samples with tags, in pieces of random length.
func feed(t testing.TB, w *Writer, samples []complex64, tags []metadata.Tag, random *rand.Rand) {
	t.Helper()
	for at := 0; at < len(samples); {
		n := min(len(samples)-at, 1+random.IntN(20))
		var some []metadata.Tag
		for len(tags) > 0 && tags[0].Offset < at+n {
			g := tags[0]
			g.Offset -= at
			some, tags = append(some, g), tags[1:]
		}
		if wrote, err := w.Write(samples[at:at+n], some...); wrote != n || err != nil {
			t.Fatal(wrote, err)
		}
		at += n
	}
	if len(tags) != 0 {
		t.Fatalf("tags beyond the samples: %v", tags)
	}
}

// randomMetadata returns metadata of length samples, of everything that tags
// can say, in the form in which a Writer says it.
func randomMetadata(random *rand.Rand, length int) *Metadata {
	m := &Metadata{Global: Global{Datatype: "ci16_le", Version: Version, Offset: random.Uint64N(2) * 1000}}
	if random.IntN(2) == 0 {
		m.Global.SampleRate = float64(1 + random.IntN(1e6))
	}
	pick := func(of ...string) string { return of[random.IntN(len(of))] }
	var lost uint64
	gaps := random.IntN(2) == 0
	tuned := random.IntN(2) == 0
	for i := range length {
		if i > 0 && random.IntN(8) != 0 {
			continue
		}
		c := Capture{SampleStart: m.Global.Offset + uint64(i)}
		if tuned {
			c.tune(float64(random.IntN(3)) * 1e8)
		}
		if random.IntN(2) == 0 {
			c.Datetime = timestamp(time.Unix(random.Int64N(1<<33), random.Int64N(1e9)))
		}
		if gaps {
			if i > 0 {
				lost += 1 + random.Uint64N(100) // a capture without any of these is not told by tags
			}
			c.GlobalIndex = new(c.SampleStart + lost)
		}
		if i == 0 || tuned || c.Datetime != "" || gaps || m.Global.SampleRate != 0 {
			m.Captures = append(m.Captures, c)
		}
	}
	if len(m.Captures) == 1 {
		m.Captures[0].GlobalIndex = nil // no gap came
	}
	for range random.IntN(20) {
		a := Annotation{
			SampleStart: m.Global.Offset + uint64(random.IntN(length)),
			SampleCount: random.Uint64N(4),
			Label:       pick("", "burst", "rx_freq", "overflow", KeyCount, "ü \"<&>\\"),
			Comment:     pick("", "x", "93.1e6", "\u2028 \n", "☃"),
		}
		if random.IntN(2) == 0 {
			a.FreqLower, a.FreqUpper = float64(random.IntN(3)-2), float64(1+random.IntN(2))
			a.closeBand()
		}
		m.Annotations = append(m.Annotations, a)
	}
	slices.SortStableFunc(m.Annotations, func(a, b Annotation) int { return int(a.SampleStart) - int(b.SampleStart) })
	return m
}

// Captures and annotations become tags, the tags captures and annotations, and
// nothing is different.
func TestMetadataSurvivesAsTags(t *testing.T) {
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	t.Logf("seed %d", seed)
	path := filepath.Join(memory(t), "rec")
	for range 200 {
		const length = 60
		want := randomMetadata(random, length)
		w, err := Create(path, Metadata{Global: Global{Datatype: "ci16_le", Offset: want.Global.Offset}}, Overwrite())
		if err != nil {
			t.Fatal(err)
		}
		feed(t, w, make([]complex64, length), want.Tags(), random)
		r := whole(t, w, path)
		want.Global.SHA512 = r.Metadata.Global.SHA512
		a, _ := json.Marshal(r.Metadata)
		b, _ := json.Marshal(want)
		if !bytes.Equal(a, b) {
			t.Fatalf("by way of %v\ngot  %s\nwant %s", want.Tags(), a, b)
		}
		if got := r.Tags(); fmt.Sprint(got) != fmt.Sprint(want.Tags()) {
			t.Fatalf("got  %v\nwant %v", got, want.Tags())
		}
		r.Close()
	}
}

// FuzzWrite: whatever tags come, the recording obeys the rules; it is read as
// it was written to the bit, and written again from its own tags it is the same.
func FuzzWrite(f *testing.F) {
	f.Add(uint8(iq.CU8), []byte{0, 255, 128, 127}, []byte("\x00\x01\x05hello\x03\x00\x08\x00\x00\x00\x00\x00\x00\xf0\x7f"), uint64(0), 1e6)
	f.Add(uint8(iq.CF32), []byte("01234567abcdefgh"), []byte("\x01\x01\x01\x02\x00\x03\x03"), uint64(5), 0.)
	f.Add(uint8(iq.RS16BE), []byte{1, 2, 3}, []byte("\x04\x00\x05\x00\x06\x00\x07\x00"), uint64(1)<<40, 5.5)
	dir := memory(f)
	f.Fuzz(func(t *testing.T, format uint8, data, script []byte, offset uint64, number float64) {
		kind := iq.Format(1 + format%uint8(iq.RF32BE))
		samples := make([]complex64, len(data)/kind.Size())
		kind.Decode(samples, data)
		if len(samples) == 0 {
			return
		}
		m := of(kind)
		m.Global.Offset = offset >> 2
		path := filepath.Join(dir, "rec")
		w, err := Create(path, m, Overwrite())
		if err != nil {
			t.Fatal(err)
		}
		defer w.Abort()
		for len(script) >= 2 {
			w.rewrite(t, samples, script[0], script[1], number, string(script[2:min(len(script), 8)]))
			script = script[2:]
		}
		first := whole(t, w, path)
		defer first.Close()
		written, err := os.ReadFile(path + dataSuffix)
		if err != nil {
			t.Fatal(err)
		}
		if again := kind.Append(nil, readAll(t, first.Reader())); !bytes.Equal(again, written) || len(written) != kind.Size()*int(w.Len()) {
			t.Fatalf("%d samples are %d bytes, %d when read", w.Len(), len(written), len(again))
		}

		copied := filepath.Join(dir, "copied")
		w, err = Create(copied, m, Overwrite())
		if err != nil {
			t.Fatal(err)
		}
		defer w.Abort()
		if n := int(first.Len()); n > 0 {
			if _, err := w.Write(make([]complex64, n), first.Tags()...); err != nil {
				t.Fatal(err)
			}
		}
		second := whole(t, w, copied)
		defer second.Close()
		if a, b := fmt.Sprint(first.Tags()), fmt.Sprint(second.Tags()); a != b {
			t.Fatalf("tags %s\nthen %s", a, b)
		}
	})
}

// rewrite writes samples with one tag, made as two bytes and the rest say.
func (w *Writer) rewrite(t *testing.T, samples []complex64, op, where byte, number float64, word string) {
	keys := []string{"rx_freq", "rx_rate", "rx_time", "overflow", KeyCount, KeyLower, KeyUpper, KeyAnnotation, word}
	values := []any{number, uint64(number), word, nil, time.Unix(int64(number), int64(where)), []byte(word), int64(op), true}
	tag := metadata.New(int(where)%len(samples), keys[int(op)%len(keys)], values[int(op)/len(keys)%len(values)])
	more := metadata.New(tag.Offset, keys[int(where)%len(keys)], values[int(op)%len(values)])
	if n, err := w.Write(samples, more, tag); err != nil && (n > tag.Offset || fmt.Sprintf("%.19s", err) != "sigmf: the rate chan") {
		t.Fatal(n, err)
	}
}
