package main

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/modes"
)

// told is what a message, or all of an aircraft, tells; what it does not is left
// out.
type told struct {
	Ident        string   `json:"ident,omitempty"`
	Altitude     *int     `json:"altitude,omitempty"`      // feet
	Speed        *float64 `json:"speed,omitempty"`         // over ground, knots
	Track        *float64 `json:"track,omitempty"`         // degrees
	VerticalRate *int     `json:"vertical_rate,omitempty"` // feet a minute
	Squawk       string   `json:"squawk,omitempty"`
	Lat          *float64 `json:"lat,omitempty"` // degrees
	Lon          *float64 `json:"lon,omitempty"`
	Ground       *bool    `json:"on_ground,omitempty"`
}

// tells returns the fields of a that has names.
func tells(a modes.Aircraft, has modes.Fields) (t told) {
	if has&modes.HasIdent != 0 {
		t.Ident = a.Ident.String()
	}
	if has&modes.HasAltitude != 0 {
		t.Altitude = &a.Altitude
	}
	if has&modes.HasSpeed != 0 {
		t.Speed = places(a.Speed, 1)
	}
	if has&modes.HasTrack != 0 {
		t.Track = places(a.Track, 1)
	}
	if has&modes.HasVerticalRate != 0 {
		t.VerticalRate = &a.VerticalRate
	}
	if has&modes.HasSquawk != 0 {
		t.Squawk = fmt.Sprintf("%04o", a.Squawk)
	}
	if has&modes.HasPosition != 0 {
		t.Lat, t.Lon = places(a.At.Lat, 6), places(a.At.Lon, 6)
	}
	if has&modes.HasGround != 0 {
		t.Ground = &a.OnGround
	}
	return t
}

// places rounds to a number of decimal places.
func places(v float64, n int) *float64 {
	scale := math.Pow10(n)
	v = math.Round(v*scale) / scale
	return &v
}

// messageEvent is a message with what it changed of its aircraft.
func messageEvent(m *modes.Message, a modes.Aircraft) any {
	r := m.Decode()
	has := r.Has
	if r.Has&modes.HasCPR != 0 && a.Has&modes.HasPosition != 0 && a.AtPosition == m.Position {
		has |= modes.HasPosition
	}
	return struct {
		Type    string   `json:"type"`
		Sample  uint64   `json:"sample"`
		DF      int      `json:"df"`
		Hex     string   `json:"hex"`
		Address string   `json:"address"`
		Level   *float64 `json:"level"` // dBFS
		told
	}{"adsb.message", m.Position, m.DF(), strings.Trim(m.Hex(), "*;"), fmt.Sprintf("%06x", a.Address), places(float64(m.Level), 1), tells(a, has)}
}

// aircraftEvent is all that is known of one at the end.
func (r *report) aircraftEvent(a modes.Aircraft) any {
	return struct {
		Type     string   `json:"type"`
		Address  string   `json:"address"`
		Messages int      `json:"messages"`
		Seen     uint64   `json:"last_sample"`
		Level    *float64 `json:"level"` // dBFS, of the strongest
		told
	}{"aircraft", fmt.Sprintf("%06x", a.Address), a.Messages, a.Seen, places(float64(r.levels[a.Address]), 1), tells(a, a.Has)}
}

// endEvent counts.
func (r *report) endEvent(seconds float64, took time.Duration) any {
	formats, total := map[string]int{}, 0
	for df, n := range r.formats {
		if n > 0 {
			formats[fmt.Sprint(df)], total = n, total+n
		}
	}
	return struct {
		Type     string         `json:"type"`
		Messages int            `json:"messages"`
		Formats  map[string]int `json:"df"`
		Seconds  *float64       `json:"seconds"` // of signal
		Speed    *float64       `json:"real_time"`
	}{"adsb.end", total, formats, places(seconds, 4), places(seconds/took.Seconds(), 1)}
}
