package bench

import (
	"testing"
	"time"
)

// A subject that is to be asleep fails when somebody wakes up meanwhile.
func TestIdleNoticesWhoWakesUp(t *testing.T) {
	looks := uint64(0)
	for name, c := range map[string]struct {
		waits func() uint64
		ok    bool
	}{
		"asleep":  {func() uint64 { return 9 }, true},
		"woke up": {func() uint64 { looks++; return looks }, false},
		"polls":   {nil, true},
	} {
		if err := idle(nil, c.waits).Run(1); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestUnits(t *testing.T) {
	for _, c := range []struct {
		unit  Unit
		items int
		took  time.Duration
		want  float64
		name  string
	}{
		{MegaItems, 3e6, time.Second, 3, "Ms/s"},
		{Nanoseconds, 4, 100, 25, "ns/item"},
		{Percent, 200, 50 * time.Millisecond, 25, "% of a processor"},
	} {
		if got := c.unit.Of(c.items, c.took); got != c.want || c.unit.String() != c.name {
			t.Errorf("%d items in %v are %v %v, want %v %s", c.items, c.took, got, c.unit, c.want, c.name)
		}
	}
}
