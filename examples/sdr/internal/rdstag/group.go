package rdstag

import (
	"slices"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/rds"
	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/pipeline/sigmf"
)

// Key is the key of the tag of a group. Its value is a [Group], and as text the
// blocks in hexadecimal, ---- for a lost one. The tags behind it, at the same sample,
// have the keys that package sigmf has for what an annotation tells beside: how many
// samples, and which part of the band.
const Key = "rds.group"

// Group is a group with the station that it is of.
type Group struct {
	Station int // index in what Apply was given
	rds.Group
}

// Of returns the group that a tag is about; ok is false if it is not of [Key].
func Of(t metadata.Tag) (g Group, ok bool) {
	if t.Key == Key {
		g, ok = t.Value.Any().(Group)
	}
	return g, ok
}

// found is a group and where it lies in the band.
type found struct {
	Group
	first, count uint64
	lower, upper float64
}

// insert keeps groups in order; those of one sample in the order of the stations.
func insert(list []found, f found) []found {
	i := len(list)
	for i > 0 && (list[i-1].first > f.first || list[i-1].first == f.first && list[i-1].Station > f.Station) {
		i--
	}
	return slices.Insert(list, i, f)
}

// append appends the tags of a group for samples from a position on.
func (f found) append(tags []metadata.Tag, position uint64) []metadata.Tag {
	at := int(f.first - position)
	tags = append(tags,
		metadata.Tag{Offset: at, Key: Key, Value: metadata.AnyValue(f.Group)},
		metadata.Tag{Offset: at, Key: sigmf.KeyCount, Value: metadata.Uint64Value(f.count)})
	if f.lower != 0 || f.upper != 0 {
		tags = append(tags,
			metadata.Tag{Offset: at, Key: sigmf.KeyLower, Value: metadata.Float64Value(f.lower)},
			metadata.Tag{Offset: at, Key: sigmf.KeyUpper, Value: metadata.Float64Value(f.upper)})
	}
	return tags
}
