package fm

import (
	"cmp"
	"math"
	"slices"
)

// What a station looks like in a spectrum, in Hz and dB.
const (
	searchHalf  = 75e3  // on each side: nearly all of its power
	coreHalf    = 40e3  // where most of it is
	edgeOffset  = 100e3 // where it has ended
	aboveFloor  = 10
	aboveEdge   = 10
	narrowest   = 5e3 // standard deviation of the power in frequency: less is a carrier
	widest      = 60e3
	maxStations = 16
)

// Find returns the offsets of stations, in Hz from the centre of a band of the
// given rate, in order of frequency. levels are lines of its spectrum in dB, from
// -rate/2 up, each of the mean in dB so that clicks count for little. It is
// careful rather than keen: a station stands 10 dB above the quietest quarter of
// the band and above its own edges, is as wide as FM makes it, and lies wholly in
// the band. A band that is hardly wider than a station may give none. It judges by
// shape alone: see [Judge] for what else a station must be.
func Find(levels []float64, rate float64) []float64 {
	s := newSearch(levels, rate)
	type candidate struct{ offset, power float64 }
	var found []candidate
	for i := range levels {
		f := s.frequency(i)
		if math.Abs(f)+HalfWidth > rate/2 || !s.top(i) {
			continue
		}
		if offset, ok := s.station(f); ok && math.Abs(offset)+HalfWidth <= rate/2 {
			found = append(found, candidate{offset, s.mean(f-searchHalf, f+searchHalf)})
		}
	}
	slices.SortFunc(found, func(a, b candidate) int { return cmp.Compare(b.power, a.power) })
	var offsets []float64
	for _, c := range found[:min(len(found), maxStations)] {
		offsets = append(offsets, c.offset)
	}
	slices.Sort(offsets)
	return offsets
}

// search answers questions about a spectrum.
type search struct {
	rate   float64
	sums   []float64 // of the power of the lines before each
	floor  float64   // power of a line
	around []float64 // mean power within searchHalf of each line
}

func newSearch(levels []float64, rate float64) *search {
	s := &search{rate: rate, sums: make([]float64, len(levels)+1), around: make([]float64, len(levels))}
	for i, l := range levels {
		s.sums[i+1] = s.sums[i] + math.Pow(10, l/10)
	}
	if len(levels) > 0 {
		sorted := slices.Clone(levels)
		slices.Sort(sorted)
		s.floor = math.Pow(10, sorted[len(sorted)/4]/10)
	}
	for i := range s.around {
		f := s.frequency(i)
		s.around[i] = s.mean(f-searchHalf, f+searchHalf)
	}
	return s
}

func (s *search) frequency(i int) float64 {
	return (float64(i)/float64(len(s.around)) - 0.5) * s.rate
}

func (s *search) line(f float64) int {
	i := int(math.Round((f/s.rate + 0.5) * float64(len(s.around))))
	return max(0, min(i, len(s.around)-1))
}

// mean returns the mean power of the lines between two frequencies.
func (s *search) mean(from, to float64) float64 {
	a, b := s.line(from), s.line(to)+1
	return (s.sums[b] - s.sums[a]) / float64(b-a)
}

// top reports whether no line within edgeOffset has more power around it.
func (s *search) top(i int) bool {
	f := s.frequency(i)
	for k := s.line(f - edgeOffset); k <= s.line(f+edgeOffset); k++ {
		if s.around[k] > s.around[i] || s.around[k] == s.around[i] && k < i {
			return false
		}
	}
	return true
}

// station judges what is at a frequency, and returns where its middle is.
func (s *search) station(f float64) (offset float64, ok bool) {
	var power, first, second float64
	for k := s.line(f - searchHalf); k <= s.line(f+searchHalf); k++ {
		p, at := s.sums[k+1]-s.sums[k], s.frequency(k)-f
		power, first, second = power+p, first+p*at, second+p*at*at
	}
	first /= power
	spread := math.Sqrt(max(0, second/power-first*first))
	offset = f + first

	const slack = 5e3
	core := s.mean(offset-coreHalf, offset+coreHalf)
	edge := max(s.mean(offset-edgeOffset-slack, offset-edgeOffset+slack), s.mean(offset+edgeOffset-slack, offset+edgeOffset+slack))
	ok = s.around[s.line(f)] >= s.floor*math.Pow(10, aboveFloor/10.) &&
		core >= edge*math.Pow(10, aboveEdge/10.) && spread >= narrowest && spread <= widest
	return offset, ok
}
