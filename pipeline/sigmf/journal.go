package sigmf

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/seed-ff569660/seamless/metadata"
)

// ErrRate is wrapped when the rate of the samples changes: a recording has one.
var ErrRate = errors.New("sigmf: the rate changed")

const fieldFrequency = "core:frequency"

// The limits that the schema of SigMF has for numbers.
const (
	maxRate      = 1e12
	maxFrequency = 1e12
)

// journal turns the tags of samples, in their order, into captures and
// annotations.
type journal struct {
	rate        float64      // 0 until known
	captures    []Capture    // the first is where the data begins; all have an index
	annotations []Annotation // the last is what KeyCount, KeyLower and KeyUpper are about
	gap         bool         // samples were lost, or the first index was given
	tagged      bool         // the last annotation is a tag's
	lower       *float64     // KeyLower of the last annotation, until KeyUpper comes
}

func newJournal(m *Metadata) *journal {
	start := Capture{SampleStart: m.Global.Offset, GlobalIndex: new(m.Global.Offset)}
	j := &journal{rate: m.Global.SampleRate}
	if len(m.Captures) > 0 && m.Captures[0].SampleStart == start.SampleStart {
		first := m.Captures[0]
		if first.tuned() {
			start.tune(first.Frequency)
		}
		if first.GlobalIndex != nil {
			start.GlobalIndex, j.gap = new(*first.GlobalIndex), true
		}
	}
	j.captures = []Capture{start}
	return j
}

// rates returns ErrRate if the tag is of another rate than the one known, which
// it makes known otherwise.
func (j *journal) rates(index uint64, t metadata.Tag) error {
	if !isRate(t) {
		return nil
	}
	rate := t.Value.Float64()
	if j.rate != 0 && rate != j.rate {
		return fmt.Errorf("%w from %v to %v at sample %d", ErrRate, j.rate, rate, index)
	}
	j.rate = rate
	return nil
}

func isRate(t metadata.Tag) bool {
	return t.Key == metadata.KeyRate && t.Value.Kind() == metadata.KindFloat64 && within(t.Value.Float64(), 1, maxRate)
}

func isFrequency(t metadata.Tag, key string) bool {
	return t.Key == key && t.Value.Kind() == metadata.KindFloat64 && within(t.Value.Float64(), -maxFrequency, maxFrequency)
}

// add takes a tag about the sample of an absolute index, which never falls.
func (j *journal) add(index uint64, t metadata.Tag) {
	switch kind := t.Value.Kind(); {
	case isRate(t):
		j.rate = t.Value.Float64()
		j.capture(index)
	case isFrequency(t, metadata.KeyFreq):
		j.capture(index).tune(t.Value.Float64())
	case t.Key == metadata.KeyTime && kind == metadata.KindTime && within(float64(t.Value.Time().UTC().Year()), 0, 9999):
		j.capture(index).Datetime = timestamp(t.Value.Time())
	case t.Key == metadata.KeyOverflow && kind == metadata.KindUint64:
		c := j.capture(index)
		*c.GlobalIndex = plus(*c.GlobalIndex, t.Value.Uint64())
		j.gap = true
	case t.Key == KeyCount && kind == metadata.KindUint64 && j.about(index):
		j.annotations[len(j.annotations)-1].SampleCount = t.Value.Uint64()
	case isFrequency(t, KeyLower) && j.about(index):
		j.lower = new(t.Value.Float64())
	case isFrequency(t, KeyUpper) && j.about(index) && j.lower != nil:
		a := &j.annotations[len(j.annotations)-1]
		a.FreqLower, a.FreqUpper, j.lower = *j.lower, t.Value.Float64(), nil
		a.closeBand()
	default:
		a := Annotation{SampleStart: index, SampleCount: 1, Label: t.Key, Comment: text(t.Value)}
		if a.Label == KeyAnnotation {
			a.Label = ""
		}
		j.annotations, j.tagged, j.lower = append(j.annotations, a), true, nil
	}
}

// annotate takes an annotation as it is.
func (j *journal) annotate(a Annotation) {
	a.closeBand()
	j.annotations, j.tagged, j.lower = append(j.annotations, a), false, nil
}

// capture returns the capture that begins at an index, a new one where none
// does yet. What holds on is stated again: captures inherit nothing.
func (j *journal) capture(index uint64) *Capture {
	last := &j.captures[len(j.captures)-1]
	if last.SampleStart == index {
		return last
	}
	next := Capture{SampleStart: index, Frequency: last.Frequency, Extra: last.Extra} // of Extra only the frequency
	next.GlobalIndex = new(plus(*last.GlobalIndex, index-last.SampleStart))
	j.captures = append(j.captures, next)
	return &j.captures[len(j.captures)-1]
}

// about tells whether the last annotation is one of a tag at the index.
func (j *journal) about(index uint64) bool {
	n := len(j.annotations)
	return j.tagged && n > 0 && j.annotations[n-1].SampleStart == index
}

// finish puts what was taken down into metadata of the samples up to end.
// Where a capture was given and a tag was there, too, the tag's word holds.
func (j *journal) finish(m *Metadata, end uint64) {
	m.Global.SampleRate = j.rate
	m.Captures = slices.DeleteFunc(slices.Clone(m.Captures), func(c Capture) bool { return c.SampleStart > end })
	given := len(m.Captures)
	for i, c := range j.captures {
		if !j.gap {
			c.GlobalIndex = nil
		}
		k := slices.IndexFunc(m.Captures[:given], func(g Capture) bool { return g.SampleStart == c.SampleStart })
		switch {
		case k >= 0:
			m.Captures[k].fold(c)
		case i > 0 || given == 0 || j.gap || c.Datetime != "" || c.tuned():
			m.Captures = append(m.Captures, c)
		}
	}
	slices.SortStableFunc(m.Captures, func(a, b Capture) int { return cmp.Compare(a.SampleStart, b.SampleStart) })
	m.Annotations = append(slices.Clone(m.Annotations), j.annotations...)
	slices.SortStableFunc(m.Annotations, func(a, b Annotation) int { return cmp.Compare(a.SampleStart, b.SampleStart) })
}

// fold takes over what another capture at the same sample states.
func (c *Capture) fold(d Capture) {
	if d.tuned() {
		c.tune(d.Frequency)
	}
	c.Datetime = cmp.Or(d.Datetime, c.Datetime)
	c.GlobalIndex = cmp.Or(d.GlobalIndex, c.GlobalIndex)
}

// tuned tells whether the frequency is stated.
func (c *Capture) tuned() bool { return c.Frequency != 0 || c.Extra.states(fieldFrequency) }

// tune states the frequency, also when it is 0.
func (c *Capture) tune(hz float64) {
	c.Frequency = hz
	c.Extra = maps.Clone(c.Extra)
	delete(c.Extra, fieldFrequency)
	if hz == 0 {
		c.Extra = c.Extra.with(fieldFrequency, "0")
	}
}

// closeBand states both edges where one is at 0 Hz: SigMF wants both or none.
func (a *Annotation) closeBand() {
	name := "core:freq_lower_edge"
	if a.FreqUpper == 0 {
		name = "core:freq_upper_edge"
	}
	if (a.FreqLower == 0) != (a.FreqUpper == 0) {
		a.Extra = a.Extra.with(name, "0")
	}
}

func within(x, low, high float64) bool { return x >= low && x <= high } // NaN is not

func timestamp(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// text returns a value as the comment of an annotation.
func text(v metadata.Value) string {
	if v.Kind() == metadata.KindTime {
		return timestamp(v.Time())
	}
	return v.String()
}

// plus adds, and stays at the largest number there is.
func plus(a, b uint64) uint64 {
	if a > math.MaxUint64-b {
		return math.MaxUint64
	}
	return a + b
}
