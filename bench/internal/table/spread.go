package table

import (
	"fmt"
	"slices"
)

// Spread is what several measurements come to.
type Spread struct{ Median, Least, Most float64 }

// SpreadOf returns the spread of at least one value.
func SpreadOf(values []float64) Spread {
	v := slices.Sorted(slices.Values(values))
	n := len(v)
	return Spread{Median: (v[(n-1)/2] + v[n/2]) / 2, Least: v[0], Most: v[n-1]}
}

// String returns "median (least–most)" with three figures or so.
func (s Spread) String() string {
	return fmt.Sprintf("%s (%s–%s)", short(s.Median), short(s.Least), short(s.Most))
}

// Times returns the spread of a ratio as a multiple.
func (s Spread) Times() string {
	return fmt.Sprintf("%s x (%s–%s)", short(s.Median), short(s.Least), short(s.Most))
}

// Percent returns the spread of a ratio as a percentage.
func (s Spread) Percent() string {
	return fmt.Sprintf("%.0f %% (%.0f–%.0f)", 100*s.Median, 100*s.Least, 100*s.Most)
}

// short prints a value to about three significant figures.
func short(v float64) string {
	switch {
	case v >= 99.95 || v == 0:
		return fmt.Sprintf("%.0f", v)
	case v >= 9.995:
		return fmt.Sprintf("%.1f", v)
	case v >= 0.0995:
		return fmt.Sprintf("%.2f", v)
	}
	return fmt.Sprintf("%.2g", v)
}

// Ratios returns the spread of the quotients of two figures, each made within a
// round; faster makes one.
func Ratios(a, b []float64, faster func(a, b float64) float64) Spread {
	r := make([]float64, len(a))
	for i := range r {
		r[i] = faster(a[i], b[i])
	}
	return SpreadOf(r)
}
