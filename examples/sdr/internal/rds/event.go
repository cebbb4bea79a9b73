package rds

import "github.com/seed-ff569660/seamless/metadata"

// Keys of events, and what their values are.
const (
	KeyPI            = "rds_pi"           // programme identification: KindUint64
	KeyCallSign      = "rds_callsign"     // in North America: KindString
	KeyProgrammeType = "rds_pty"          // 0..31: KindUint64
	KeyTraffic       = "rds_traffic"      // the station sends traffic reports at times (TP): KindBool
	KeyAnnouncement  = "rds_announcement" // now (TA): KindBool
	KeyMusic         = "rds_music"        // music, not speech (MS): KindBool
	KeyName          = "rds_name"         // programme service name (PS), 8 characters: KindString
	KeyText          = "rds_text"         // RadioText, without spaces at its end: KindString
	KeyClock         = "rds_clock"        // the minute that begins after Last: KindTime
	KeyAlternative   = "rds_alternative"  // another frequency of the station, Hz: KindFloat64
)

// Event is something about the station that was not known before, and the samples
// of the group that told it.
type Event struct {
	First, Last uint64
	Key         string
	Value       metadata.Value
}

// Tag returns the event as a tag for the slice of the multiplex that starts at
// sample position, which must not be after First.
func (e Event) Tag(position uint64) metadata.Tag {
	return metadata.Tag{Offset: int(e.First - position), Key: e.Key, Value: e.Value}
}
