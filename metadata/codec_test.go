package metadata

import (
	"bytes"
	"encoding/hex"
	"errors"
	"io"
	"math"
	"strings"
	"testing"
	"time"
)

func TestGoldenRecord(t *testing.T) {
	record, err := AppendTag([]byte{0xff}, 0x0102030405060700, Tag{Offset: 8, Key: "ab", Value: Complex64Value(1 - 2i)})
	if err != nil {
		t.Fatal(err)
	}
	want := "ff" + "14000000" + "0807060504030201" + "05" + "02" + "6162" + "0000803f" + "000000c0"
	if got := hex.EncodeToString(record); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestRecordsRoundTrip(t *testing.T) {
	for _, c := range values {
		if c.kind == KindAny {
			continue
		}
		for _, key := range []string{"", KeyFreq, "key", strings.Repeat("k", MaxKey)} {
			record, err := AppendTag(nil, 1<<63, Tag{Offset: 3, Key: key, Value: c.v})
			if err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			longer := append(bytes.Clone(record), 1, 2, 3)
			position, tag, n, err := DecodeTag(longer)
			if err != nil || n != len(record) || position != 1<<63+3 || tag.Offset != 0 || tag.Key != key || !tag.Value.Equal(c.v) {
				t.Errorf("%s: got %d %v %d %v", c.name, position, tag, n, err)
			}
			clear(longer)
			if tag.Key != key || !tag.Value.Equal(c.v) {
				t.Errorf("%s: the tag shares memory with its record", c.name)
			}
			for short := range record {
				if _, _, n, err := DecodeTag(record[:short]); n != 0 || !errors.Is(err, io.ErrUnexpectedEOF) {
					t.Fatalf("%s: %d of %d bytes: %d, %v", c.name, short, len(record), n, err)
				}
			}
		}
	}
}

func TestEncodeErrors(t *testing.T) {
	for _, c := range []struct {
		name string
		tag  Tag
		want error
	}{
		{"longest", Tag{Key: strings.Repeat("k", 255), Value: StringValue(strings.Repeat("v", 65536))}, nil},
		{"long key", Tag{Key: strings.Repeat("k", 256)}, ErrTooLong},
		{"long string", New(0, "k", strings.Repeat("v", 65537)), ErrTooLong},
		{"long bytes", New(0, "k", make([]byte, 65537)), ErrTooLong},
		{"any", New(0, "k", celsius(1)), ErrNotEncodable},
	} {
		record, err := AppendTag([]byte{7}, 0, c.tag)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
		if err != nil && !bytes.Equal(record, []byte{7}) {
			t.Errorf("%s: %d bytes left behind", c.name, len(record))
		}
		if err == nil && len(record) != 1+MaxRecord {
			t.Errorf("%s: %d bytes, want %d", c.name, len(record), MaxRecord)
		}
	}
	if got := panicText(func() { AppendTag(nil, 10, Tag{Offset: -2}) }); !strings.Contains(got, "offset -2") {
		t.Errorf("got panic %q", got)
	}
}

// corruptRecords are records that DecodeTag refuses, each with the bytes to skip.
var corruptRecords = []struct {
	name, record string
	skip         int
}{
	{"length below the fixed fields", "09000000" + "0000000000000000" + "00" + "00", 0},
	{"length beyond the longest", "0a010100" + "0000000000000000" + "00" + "00", 0},
	{"length of 4 GiB", "ffffffff" + "0000000000000000" + "00" + "00", 0},
	{"key longer than the record", "0b000000" + "0000000000000000" + "00" + "02" + "61", 15},
	{"value of None", "0b000000" + "0000000000000000" + "00" + "00" + "00", 15},
	{"bool of 2", "0b000000" + "0000000000000000" + "01" + "00" + "02", 15},
	{"bool without value", "0a000000" + "0000000000000000" + "01" + "00", 14},
	{"int64 of 1 byte", "0b000000" + "0000000000000000" + "02" + "00" + "02", 15},
	{"time with 10^9 ns", "16000000" + "0000000000000000" + "08" + "00" + "0000000000000000" + "00ca9a3b", 26},
	{"kind any", "0a000000" + "0000000000000000" + "0a" + "00", 14},
	{"kind 255", "0a000000" + "0000000000000000" + "ff" + "00", 14},
}

func TestCorruptRecords(t *testing.T) {
	for _, c := range corruptRecords {
		record, err := hex.DecodeString(c.record)
		if err != nil {
			t.Fatal(err)
		}
		if _, tag, n, err := DecodeTag(record); !errors.Is(err, ErrCorrupt) || n != c.skip || !tag.Equal(Tag{}) {
			t.Errorf("%s: got %v, %d bytes, %v", c.name, tag, n, err)
		}
	}
	long := append([]byte{10 + 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, byte(KindString), 0}, make([]byte, 65537)...)
	if _, _, n, err := DecodeTag(long); !errors.Is(err, ErrCorrupt) || n != len(long) {
		t.Errorf("string of 65537 bytes: %d, %v", n, err)
	}
}

func TestCodecDoesNotAllocate(t *testing.T) {
	buf := make([]byte, 0, MaxRecord)
	tag := Tag{Offset: 1, Key: KeyFreq, Value: Float64Value(math.Pi)}
	if n := testing.AllocsPerRun(1000, func() {
		record, err := AppendTag(buf[:0], 5, tag)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, _, err := DecodeTag(record); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// FuzzDecodeTag feeds foreign bytes: whatever is accepted encodes to the very
// same bytes again, and nothing panics.
func FuzzDecodeTag(f *testing.F) {
	for _, c := range values {
		if record, err := AppendTag(nil, 1<<40, Tag{Key: "key", Value: c.v}); err == nil {
			f.Add(record)
		}
	}
	for _, v := range []time.Time{time.Unix(math.MaxInt64, 999_999_999), time.Unix(math.MinInt64, 1), time.Unix(-1<<33, 0)} {
		record, err := AppendTag(nil, 0, Tag{Key: KeyTime, Value: TimeValue(v)})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(record)
	}
	for _, c := range corruptRecords {
		record, _ := hex.DecodeString(c.record)
		f.Add(record)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		position, tag, n, err := DecodeTag(src)
		if n < 0 || n > len(src) {
			t.Fatalf("%d bytes of %d", n, len(src))
		}
		if err != nil {
			if !errors.Is(err, ErrCorrupt) && !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Fatal(err)
			}
			return
		}
		again, err := AppendTag(nil, position, tag)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(again, src[:n]) {
			t.Fatalf("encodes to\n%x, was\n%x", again, src[:n])
		}
	})
}
