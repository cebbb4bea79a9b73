package main

import (
	"fmt"
	"slices"
)

// spread is what several measurements come to.
type spread struct{ median, least, most float64 }

// spreadOf returns the spread of at least one value.
func spreadOf(values []float64) spread {
	v := slices.Sorted(slices.Values(values))
	n := len(v)
	return spread{median: (v[(n-1)/2] + v[n/2]) / 2, least: v[0], most: v[n-1]}
}

// String returns "median (least–most)" with three figures or so.
func (s spread) String() string {
	return fmt.Sprintf("%s (%s–%s)", short(s.median), short(s.least), short(s.most))
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

// ratios returns the quotients of two figures, round by round.
func ratios(a, b []float64, faster func(a, b float64) float64) []float64 {
	r := make([]float64, len(a))
	for i := range r {
		r[i] = faster(a[i], b[i])
	}
	return r
}
