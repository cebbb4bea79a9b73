package bench

import (
	"errors"
	"strings"
	"testing"
)

func TestSumOfEveryLength(t *testing.T) {
	var f []float32
	want := 0.0
	for i := range 5*block + 3 {
		if got := sum(f); got != want {
			t.Fatalf("the sum of %d floats is %v, want %v", i, got, want)
		}
		f, want = append(f, float32(i)), want+float64(i)
	}
	if got := sum([]complex64{1 + 2i, 3 + 4i, 5 + 6i}); got != 21 {
		t.Errorf("the sum of three complex64 is %v, want 21", got)
	}
}

// TestSumIsExact sums as many items at once as a reader can find.
func TestSumIsExact(t *testing.T) {
	src := newSource[complex64](ringItems)
	want := 0.0
	for _, v := range src.at(3) {
		want += float64(real(v)) + float64(imag(v))
	}
	if got := sum(src.at(3)); got != want {
		t.Errorf("the sum is %v, want %v", got, want)
	}
}

func TestSourceSum(t *testing.T) {
	src := newSource[float32](64)
	want := 0.0
	for i := range 3*windows + 1 {
		if got := src.sum(i); got != want {
			t.Fatalf("the sum of %d batches is %v, want %v", i, got, want)
		}
		want += sum(src.at(i))
	}
	if sum(src.at(0)) == sum(src.at(1)) {
		t.Error("two neighbouring batches have the same sum")
	}
}

func TestLetters(t *testing.T) {
	all := make([]Message, 2*numbers+5)
	for i := range all {
		all[i] = letter(i)
	}
	for _, n := range []int{0, 1, numbers - 1, numbers, numbers + 1, len(all)} {
		if got, want := letters(n), float64(read(all[:n])); got != want {
			t.Errorf("the sum of %d messages is %v, want %v", n, got, want)
		}
	}
}

func TestRelayTellsWhatIsWrong(t *testing.T) {
	broken := errors.New("broken")
	produce := func() error { return nil }
	consume := func(reader int) (float64, error) { return float64(10 * reader), nil }

	if err := relay(1, 0, produce, consume); err != nil {
		t.Errorf("a right sum: %v", err)
	}
	if err := relay(2, 0, produce, consume); err == nil || !strings.Contains(err.Error(), "10, not 0") {
		t.Errorf("the second reader's sum is wrong: %v", err)
	}
	if err := relay(1, 0, func() error { return broken }, consume); err != broken {
		t.Errorf("the producer fails: %v", err)
	}
	if err := relay(1, 0, produce, func(int) (float64, error) { return 0, broken }); err != broken {
		t.Errorf("the consumer fails: %v", err)
	}
}

func TestCountsSince(t *testing.T) {
	waits, wakes := Counts{Items: 3e6, Waits: 50, Wakes: 21}.Since(Counts{Items: 1e6, Waits: 10, Wakes: 1})
	if waits != 20 || wakes != 10 {
		t.Errorf("%v waits and %v wakes for a million items, want 20 and 10", waits, wakes)
	}
}
