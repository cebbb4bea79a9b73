package main

import (
	"context"
	"encoding/json"
	"io"

	"github.com/seed-ff569660/seamless/shmlink"
)

// stream is a stream in JSON: what it says of itself, and what two looks tell.
type stream struct {
	*shmlink.Info
	Name    string       `json:"name"`
	Rate    *float64     `json:"rate,omitempty"` // items a second
	Readers []readerJSON `json:"readers"`
	Error   string       `json:"error,omitempty"` // why there is no more
}

type readerJSON struct {
	shmlink.ReaderInfo
	Rate *float64 `json:"rate,omitempty"` // items a second
}

// tell prints one document.
func tell(ctx context.Context, o options, w io.Writer) error {
	all, err := twice(ctx, o)
	if err != nil {
		return err
	}
	streams := make([]stream, len(all))
	for i, s := range all {
		streams[i] = s.json()
	}
	to := json.NewEncoder(w)
	to.SetIndent("", "  ")
	if o.name != "" {
		return to.Encode(streams[0])
	}
	return to.Encode(streams)
}

func (s *state) json() stream {
	if s.err != nil {
		return stream{Name: s.name, Readers: []readerJSON{}, Error: s.err.Error()}
	}
	j := stream{Name: s.name, Info: &s.info, Readers: make([]readerJSON, len(s.info.Readers))}
	if s.rate >= 0 {
		j.Rate = &s.rate
	}
	for i, r := range s.info.Readers {
		j.Readers[i].ReaderInfo = r
		if rate, known := s.rates[r.Number]; known {
			j.Readers[i].Rate = &rate
		}
	}
	return j
}
