package rds

import "time"

// Station is what is known of a station. The fields are those of the events.
type Station struct {
	PI                    uint16
	CallSign              string
	ProgrammeType         uint8
	Traffic, Announcement bool
	Music                 bool
	Name, Text            string // "" as long as no whole one has come
	Clock                 time.Time
	Alternatives          []float64 // Hz, in the order they came
}

// Counts says how reception was.
type Counts struct {
	Groups, Complete int
	Corrected, Lost  int // blocks
}

// ErrorRate returns the share of the blocks that came with errors, whether they
// could be corrected or not; 0 of none.
func (c Counts) ErrorRate() float64 {
	if c.Groups == 0 {
		return 0
	}
	return float64(c.Corrected+c.Lost) / float64(4*c.Groups)
}
