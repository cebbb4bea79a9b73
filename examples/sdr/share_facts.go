package main

import (
	"github.com/seed-ff569660/seamless/metadata"
)

// Keys of the tags on a multiplex that is shared. Those of facts lie together on a
// sample, again and again, so that who comes late finds them too.
const (
	keyRate       = "fm.rate"       // samples a second of the multiplex
	keyBandRate   = "fm.band_rate"  // samples a second of the band it is from
	keyStation    = "fm.station"    // its offset from the centre of the band, Hz
	keyCentre     = "fm.centre"     // of the band on the air, Hz; 0 if unknown
	keyDeEmphasis = "fm.deemphasis" // of the sound, seconds

	keyLevel = "fm.level" // of the station so far, dBFS; with facts, and on the last sample
)

// factsEvery is the number of samples from facts to facts.
const factsEvery = 16384

// facts are what a receiver must know of a multiplex beside its samples.
type facts struct {
	rate, bandRate, station, centre, deEmphasis float64
}

func (f *facts) fields() map[string]*float64 {
	return map[string]*float64{
		keyRate: &f.rate, keyBandRate: &f.bandRate, keyStation: &f.station, keyCentre: &f.centre, keyDeEmphasis: &f.deEmphasis,
	}
}

// append appends the tags of all facts, for a sample.
func (f *facts) append(tags []metadata.Tag, offset int) []metadata.Tag {
	for key, v := range f.fields() {
		tags = append(tags, metadata.Tag{Offset: offset, Key: key, Value: metadata.Float64Value(*v)})
	}
	return tags
}

// take takes facts from tags and reports whether those of one sample are all there.
func (f *facts) take(tags []metadata.Tag) bool {
	fields := f.fields()
	found, at := 0, -1
	for _, tag := range tags {
		field, ok := fields[tag.Key]
		if !ok || tag.Value.Kind() != metadata.KindFloat64 {
			continue
		}
		if tag.Offset != at {
			found, at = 0, tag.Offset
		}
		*field = tag.Value.Float64()
		if found++; found == len(fields) {
			return true
		}
	}
	return false
}
