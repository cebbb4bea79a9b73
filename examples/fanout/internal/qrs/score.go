package qrs

import "fmt"

// Tolerance is how far from a known beat a found one may be, in samples: 150 ms, as
// in ANSI/AAMI EC57.
const Tolerance = 54

// Score says how well beats were found.
type Score struct {
	Matched  int // found, and there
	Missed   int // there, not found
	Invented int // found, not there
}

// Compare matches known beats with found ones one to one, both in rising order,
// within tolerance samples. It finds as many pairs as there can be.
func Compare(known, found []uint64, tolerance uint64) (s Score) {
	i, j := 0, 0
	for i < len(known) && j < len(found) {
		switch k, f := known[i], found[j]; {
		case k+tolerance < f:
			s.Missed++
			i++
		case f+tolerance < k:
			s.Invented++
			j++
		default:
			s.Matched++
			i++
			j++
		}
	}
	s.Missed += len(known) - i
	s.Invented += len(found) - j
	return s
}

// Sensitivity returns the part of the known beats that was found, 1 of none.
func (s Score) Sensitivity() float64 { return part(s.Matched, s.Missed) }

// Predictivity returns the part of the found beats that was there, 1 of none.
func (s Score) Predictivity() float64 { return part(s.Matched, s.Invented) }

func part(of, rest int) float64 {
	if of+rest == 0 {
		return 1
	}
	return float64(of) / float64(of+rest)
}

// String says it in words.
func (s Score) String() string {
	return fmt.Sprintf("sensitivity %.2f %%, predictivity %.2f %%: %d missed, %d invented",
		100*s.Sensitivity(), 100*s.Predictivity(), s.Missed, s.Invented)
}
