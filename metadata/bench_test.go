package metadata

import (
	"fmt"
	"testing"
)

// BenchmarkTags is one tag's way through the store: Add, two readers' Range, Drop.
func BenchmarkTags(b *testing.B) {
	for _, held := range []uint64{0, 1000} {
		b.Run(fmt.Sprintf("held=%d", held), func(b *testing.B) {
			s, position := NewTags(), uint64(0)
			tags, dst := []Tag{{Key: KeyFreq, Value: Float64Value(1e8)}}, make([]Tag, 0, 4)
			b.ReportAllocs()
			for b.Loop() {
				s.Add(position, tags)
				position++
				dst = s.Range(dst[:0], position-1, position)
				dst = s.Range(dst[:0], position-1, position)
				s.Drop(position - min(position, held))
			}
		})
	}
}

func BenchmarkCodec(b *testing.B) {
	buf := make([]byte, 0, MaxRecord)
	tag := Tag{Key: KeyFreq, Value: Float64Value(1e8)}
	b.ReportAllocs()
	for b.Loop() {
		record, err := AppendTag(buf[:0], 1, tag)
		if err != nil {
			b.Fatal(err)
		}
		if _, _, _, err = DecodeTag(record); err != nil {
			b.Fatal(err)
		}
	}
}
