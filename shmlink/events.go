package shmlink

import (
	"fmt"

	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// Event is something that happened to a stream with its readers.
type Event struct {
	Kind   EventKind
	Reader uint64 // its number, from 1; 0: none
	Peer   shm.Cred
	Policy Policy
	Err    error // why, where there is more to say
}

// EventKind says what happened.
type EventKind uint8

const (
	Joined     EventKind = iota // a reader is attached
	Left                        // it closed its end
	Died                        // its process hung up without that
	Evicted                     // it held the writer up for too long
	Lied                        // it showed what cannot be true, and was put out
	Refused                     // somebody was turned away
	TagDropped                  // a tag could not be carried
)

func (k EventKind) String() string {
	names := [...]string{"joined", "left", "died", "evicted", "lied", "refused", "tag dropped"}
	if int(k) < len(names) {
		return names[k]
	}
	return fmt.Sprintf("event %d", k)
}

func (e Event) String() string {
	s := fmt.Sprintf("reader %d (process %d) %v", e.Reader, e.Peer.PID, e.Kind)
	if e.Reader == 0 {
		s = e.Kind.String()
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}
