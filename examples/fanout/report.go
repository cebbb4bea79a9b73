package main

import (
	"encoding/json"
	"io"
)

// The events of a command that is run by a program: it says each as a line of JSON.
const (
	ready  = "ready"  // its end of the stream is there
	beat   = "beat"   // one was found
	report = "report" // the last one: what was
)

// message is an event. A report says what one of the ends has done.
type message struct {
	Event string `json:"event"`
	Role  string `json:"role"` // publish, detect, record or strip

	Frames uint64 `json:"frames"`          // published or received
	Lost   uint64 `json:"lost,omitempty"`  // of a lossy reader
	Ended  string `json:"ended,omitempty"` // why it ended before the stream did, or the stream too early

	Known    int `json:"known,omitempty"` // beats that the publisher knew, or that came as tags
	Beats    int `json:"beats,omitempty"` // beats found
	Missed   int `json:"missed,omitempty"`
	Invented int `json:"invented,omitempty"`

	Sample uint64 `json:"sample,omitempty"` // of a beat, see beatMessage

	File   string `json:"file,omitempty"`   // a record
	SHA256 string `json:"sha256,omitempty"` // of the frames in format 212
}

// beatMessage is the event of a beat.
type beatMessage struct {
	Event    string `json:"event"`
	Role     string `json:"role"`
	Sample   uint64 `json:"sample"`             // the frame of its R wave, from the first received
	Interval uint64 `json:"interval,omitempty"` // frames since the beat before
}

// say writes a message or beatMessage as a line.
func say(to io.Writer, m any) error {
	line, err := json.Marshal(m)
	if err != nil {
		return err
	}
	_, err = to.Write(append(line, '\n'))
	return err
}
