package picture_test

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/picture"
)

// Of two carriers the stronger has the higher bar, each above its frequency, and
// no line is wider than asked for.
func TestPrint(t *testing.T) {
	src := carrier(-0.25, 0.5, 8*picture.Points)
	for i, v := range carrier(0.25, 0.005, len(src)) {
		src[i] += v
	}
	s := picture.NewSpectrum()
	s.Write(context.Background(), src)
	for _, width := range []int{80, 200, 41, 1, 5000} {
		var b strings.Builder
		if err := picture.Print(&b, s, picture.Labels{Rate: 1e6, Centre: 433.92e6}, width); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
		if width == 80 {
			t.Logf("\n%s", b.String())
		}
		if len(lines) != 19 || !strings.Contains(lines[18], "433.920 MHz") || !strings.Contains(lines[17], "-400") && width >= 80 {
			t.Fatalf("width %d:\n%s", width, b.String())
		}
		height := func(part float64) (rows int) {
			at := 7 + int(part*float64(max(width, 40)-8))
			for _, line := range lines[:16] {
				if r := []rune(line); at < len(r) && r[at] != ' ' {
					rows++
				}
			}
			return rows
		}
		at := 7 + int(0.75*float64(max(width, 40)-8))
		if top := []rune(lines[0]); len(top) > at && top[at] != ' ' || []rune(lines[15])[at] != '█' {
			t.Errorf("width %d: bars do not stand on the axis:\n%s", width, b.String())
		}
		strong, weak, none := height(0.25), height(0.75), height(0.5)
		if strong < 15 || weak < 7 || weak > strong-3 || none > 2 {
			t.Errorf("width %d: bars of %d, %d and %d rows", width, strong, weak, none)
		}
		for _, line := range lines[:18] {
			if n := utf8.RuneCountInString(line); n > max(width, 40) {
				t.Errorf("width %d: a line of %d", width, n)
			}
		}
	}
}
