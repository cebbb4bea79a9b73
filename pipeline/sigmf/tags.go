package sigmf

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/seed-ff569660/seamless/metadata"
)

// Keys of the tags of annotations.
const (
	// KeyAnnotation is the key of an annotation without a label.
	KeyAnnotation = "annotation"

	// What else is known of the annotation whose tag comes before, at the same
	// offset. A rate that changes on the way leaves the count as it is.
	KeyCount = "core:sample_count"    // KindUint64, samples; 0: not stated, to the end of the capture
	KeyLower = "core:freq_lower_edge" // KindFloat64, Hz; KeyUpper follows
	KeyUpper = "core:freq_upper_edge" // KindFloat64, Hz
)

// Tags returns what captures and annotations say as tags, ordered by Offset,
// which counts from the first sample of the data:
//
//	capture     rx_rate   Float64, samples per second, if stated
//	            rx_freq   Float64, Hz, if stated
//	            rx_time   Time, if stated
//	            overflow  Uint64, samples lost before it, if core:global_index tells
//	annotation  its label, or "annotation"; String, its comment, None without one
//	            core:sample_count     unless it is 1: a tag is about one sample
//	            core:freq_lower_edge  if its band is stated
//	            core:freq_upper_edge
//
// Without a capture rx_rate is at offset 0. A [Writer] makes the same captures
// and annotations of these tags. Generator, UUID and the fields unknown here
// are left out.
func (m *Metadata) Tags() []metadata.Tag {
	var tags []metadata.Tag
	rate := m.Global.SampleRate
	if len(m.Captures) == 0 && rate > 0 {
		tags = append(tags, metadata.Tag{Key: metadata.KeyRate, Value: metadata.Float64Value(rate)})
	}
	for i, c := range m.Captures {
		add := func(key string, value metadata.Value) {
			tags = append(tags, metadata.Tag{Offset: int(c.SampleStart - m.Global.Offset), Key: key, Value: value})
		}
		if rate > 0 {
			add(metadata.KeyRate, metadata.Float64Value(rate))
		}
		if c.tuned() {
			add(metadata.KeyFreq, metadata.Float64Value(c.Frequency))
		}
		if t, err := time.Parse(time.RFC3339, c.Datetime); err == nil {
			add(metadata.KeyTime, metadata.TimeValue(t))
		}
		if lost := m.lostBefore(i); lost > 0 {
			add(metadata.KeyOverflow, metadata.Uint64Value(lost))
		}
	}
	for _, a := range m.Annotations {
		offset := a.SampleStart - m.Global.Offset
		if a.SampleStart < m.Global.Offset || offset > math.MaxInt {
			continue // about samples that are not in this file
		}
		tags = a.appendTags(tags, int(offset))
	}
	slices.SortStableFunc(tags, func(a, b metadata.Tag) int { return cmp.Compare(a.Offset, b.Offset) })
	return tags
}

// appendTags appends the tags of an annotation.
func (a *Annotation) appendTags(tags []metadata.Tag, offset int) []metadata.Tag {
	add := func(key string, value metadata.Value) {
		tags = append(tags, metadata.Tag{Offset: offset, Key: key, Value: value})
	}
	var comment metadata.Value
	if a.Comment != "" {
		comment = metadata.StringValue(a.Comment)
	}
	add(cmp.Or(a.Label, KeyAnnotation), comment)
	if a.SampleCount != 1 {
		add(KeyCount, metadata.Uint64Value(a.SampleCount))
	}
	if a.FreqLower != 0 || a.FreqUpper != 0 {
		add(KeyLower, metadata.Float64Value(a.FreqLower))
		add(KeyUpper, metadata.Float64Value(a.FreqUpper))
	}
	return tags
}

// lostBefore returns by how much the global index moved on further than the
// samples from the capture before to this one, 0 if they do not tell.
func (m *Metadata) lostBefore(i int) uint64 {
	if i == 0 || m.Captures[i].GlobalIndex == nil || m.Captures[i-1].GlobalIndex == nil {
		return 0
	}
	a, b := m.Captures[i-1], m.Captures[i]
	moved, recorded := *b.GlobalIndex-*a.GlobalIndex, b.SampleStart-a.SampleStart
	if *b.GlobalIndex < *a.GlobalIndex || moved < recorded {
		return 0
	}
	return moved - recorded
}

// Tags returns the tags of the metadata that lie within the data.
func (r *Recording) Tags() []metadata.Tag {
	return slices.DeleteFunc(r.Metadata.Tags(), func(t metadata.Tag) bool { return int64(t.Offset) >= r.length })
}
