package rdstag

import (
	"context"
	"io"
	"math"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/rds"
	"github.com/seed-ff569660/seamless/pipeline"
)

// Station is where the groups of one station come from.
type Station struct {
	Reports *pipeline.Stream[Report]
	Sample  func(multiplex uint64) uint64 // the sample of the band that one of the multiplex describes
	Lower   float64                       // the part of the band it takes, Hz; 0, 0: not told
	Upper   float64
}

// source is a station with what is known of it.
type source struct {
	Station
	reports pipeline.Input[Report]
	known   uint64 // all groups are known that begin before this sample of the band
}

// next takes in reports up to a group, which it returns with true, or until all
// groups are known that begin before a position, or there are no more.
func (s *source) next(ctx context.Context, until uint64) (g rds.Group, more bool, err error) {
	for s.known < until {
		reports, err := s.reports.Slice(ctx, 1)
		if err == io.EOF {
			s.known = math.MaxUint64
			return g, false, nil
		}
		if err != nil {
			return g, false, err
		}
		used := 0
		for s.known < until && used < len(reports) && !more {
			if r := reports[used]; r.IsGroup {
				g, more = r.Group, true
			} else {
				s.known = s.Sample(r.Known)
			}
			used++
		}
		if err := s.reports.Consume(used); err != nil || more {
			return g, more, err
		}
	}
	return g, false, nil
}

// place says where in the band a group of the station lies.
func (s *source) place(station int, g rds.Group) found {
	first := s.Sample(g.First)
	return found{Group{station, g}, first, s.Sample(g.Last+1) - first, s.Lower, s.Upper}
}
