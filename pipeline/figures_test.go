package pipeline

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMetric(t *testing.T) {
	for want, v := range map[string]float64{
		"0": 0, "7": 7, "999": 999, "0.50": 0.5, "12.3": 12.34, "1.00 k": 999.9, "1.25 k": 1250,
		"10.0 k": 9999, "99.9 k": 99_940, "100 k": 99_960, "33.8 M": 33.8e6, "2.50 G": 2.5e9, "1200 T": 1.2e15,
	} {
		require.Equal(t, want, metric(v), v)
	}
}
