package layout_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/internal/layout"
)

func ExampleRound() {
	bytes, err := layout.Round(100, 20, 4096)
	fmt.Println(bytes, bytes/20, err)
	// Output: 20480 1024 <nil>
}

func TestRound(t *testing.T) {
	for _, c := range []struct{ minItems, size, granularity, bytes int }{
		{0, 1, 4096, 4096},
		{1, 1, 4096, 4096},
		{4096, 1, 4096, 4096},
		{4097, 1, 4096, 8192},
		{10000, 1, 4096, 12288},
		{0, 4, 4096, 4096},
		{0, 3, 4096, 12288},
		{0, 12, 4096, 12288},
		{1025, 12, 4096, 24576},
		{0, 31, 4096, 126976},
		{100, 20, 4096, 20480},
		{0, 8192, 4096, 8192},
		{3, 8192, 4096, 24576},
		{0, 1, 65536, 65536},
	} {
		bytes, err := layout.Round(c.minItems, c.size, c.granularity)
		require.NoError(t, err, "%+v", c)
		require.Equal(t, c.bytes, bytes, "%+v", c)
	}
}

func TestRoundOverflow(t *testing.T) {
	for _, c := range []struct{ minItems, size, granularity int }{
		{math.MaxInt, 1, 4096},       // rounding up
		{math.MaxInt, 8, 4096},       // the product
		{math.MaxInt/8 + 2, 8, 4096}, // the product, just so
		{math.MaxInt/4 + 1, 8, 4096}, // the product is 0 in 64 bits, or nearly
		{1, math.MaxInt, 4096},       // the multiple of both
		{0, math.MaxInt, 2},
	} {
		_, err := layout.Round(c.minItems, c.size, c.granularity)
		require.ErrorIs(t, err, layout.ErrTooLarge, "%+v", c)
	}
	bytes, err := layout.Round(math.MaxInt-4095, 1, 4096)
	require.NoError(t, err)
	require.Equal(t, math.MaxInt-4095, bytes)
}

func TestRoundNegative(t *testing.T) {
	_, err := layout.Round(-1, 1, 4096)
	require.ErrorIs(t, err, layout.ErrNegative)
}

// TestRoundRandom compares with arithmetic that cannot overflow.
func TestRoundRandom(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	number := func() int { return random.IntN(math.MaxInt) >> random.IntN(31) }
	for range 20000 {
		minItems, size, granularity := number(), number()+1, 1<<random.IntN(20)
		bytes, err := layout.Round(minItems, size, granularity)

		s, g := big.NewInt(int64(size)), big.NewInt(int64(granularity))
		unit := new(big.Int).Mul(s, g)
		unit.Div(unit, new(big.Int).GCD(nil, nil, s, g))
		units := new(big.Int).Mul(big.NewInt(int64(minItems)), s)
		units.Add(units, unit).Sub(units, big.NewInt(1)).Div(units, unit)
		if units.Sign() == 0 {
			units.SetInt64(1)
		}
		want := units.Mul(units, unit)
		if want.Cmp(big.NewInt(math.MaxInt)) > 0 {
			require.ErrorIs(t, err, layout.ErrTooLarge, "%d items of %d, %d", minItems, size, granularity)
			continue
		}
		require.NoError(t, err)
		require.Equal(t, want.Int64(), int64(bytes), "%d items of %d, %d", minItems, size, granularity)
	}
}
