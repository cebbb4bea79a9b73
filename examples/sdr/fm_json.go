package main

import (
	"fmt"
	"math"
	"time"
)

// stationEvent is all that is known of a station at the end; what is not is left
// out.
type stationEvent struct {
	Type      string   `json:"type"`
	Station   float64  `json:"station"`             // offset, Hz
	Frequency float64  `json:"frequency,omitempty"` // on the air, Hz
	PI        string   `json:"pi,omitempty"`
	CallSign  string   `json:"callsign,omitempty"`
	PS        string   `json:"ps,omitempty"`
	PTY       *uint8   `json:"pty,omitempty"`
	PTYName   string   `json:"pty_name,omitempty"`
	RT        string   `json:"rt,omitempty"`
	Time      string   `json:"time,omitempty"`   // of the station's clock, the last minute it told
	Groups    int      `json:"groups"`           // of RDS
	Complete  int      `json:"complete"`         // of these
	Lost      int      `json:"lost"`             // blocks
	Corrected int      `json:"corrected"`        // blocks
	Errors    *float64 `json:"block_error_rate"` // 0 to 1, lost and corrected ones
	Pilot     *float64 `json:"pilot,omitempty"`  // Hz
	Deviation *float64 `json:"deviation,omitempty"`
	Level     *float64 `json:"level,omitempty"` // dBFS
	Seconds   *float64 `json:"seconds"`         // of sound
	File      string   `json:"file"`
}

// events writes what the table shows.
func (t table) events(e *events) error {
	for _, s := range t.stations {
		counts := s.radio.decoder.Counts()
		event := stationEvent{
			Type: "station", Station: s.offset, Groups: counts.Groups, Complete: counts.Complete,
			Lost: counts.Lost, Corrected: counts.Corrected,
			Errors: places(counts.ErrorRate(), 4), Seconds: places(s.sound.Seconds(), 4), File: s.path,
		}
		if t.in.centre != 0 {
			event.Frequency = t.in.centre + s.offset
		}
		if known := s.radio.decoder.Station(); known.PI != 0 {
			event.PI, event.CallSign = fmt.Sprintf("%04X", known.PI), known.CallSign
			event.PS, event.RT = known.Name, known.Text
			if !known.Clock.IsZero() {
				event.Time = known.Clock.Format(time.RFC3339)
			}
			event.PTY, event.PTYName = &known.ProgrammeType, s.radio.region.ProgrammeType(known.ProgrammeType)
		}
		if frequency, swing, seconds := s.receiver.Stereo.Pilot(); seconds > 0 {
			event.Pilot, event.Deviation = places(frequency, 1), places(swing, 0)
		}
		if l := s.level(); !math.IsInf(l, 0) {
			event.Level = places(l, 1)
		}
		if err := e.write(event); err != nil {
			return err
		}
	}
	return nil
}
