package rds

// Region says whose tables count: the same bits mean one thing in North America
// and another elsewhere, and no bit tells which.
type Region uint8

const (
	World        Region = iota // RDS
	NorthAmerica               // RBDS
)

// ProgrammeType returns what the type of programme (0..31) is called, "" if nothing.
// Sources: IEC 62106-4 (EN 50067, annex F) and NRSC-4-B, annex F.
func (r Region) ProgrammeType(pty uint8) string {
	names := &world
	if r == NorthAmerica {
		names = &northAmerica
	}
	if int(pty) >= len(names) {
		return ""
	}
	return names[pty]
}

var world = [32]string{
	"", "News", "Current affairs", "Information",
	"Sport", "Education", "Drama", "Culture",
	"Science", "Varied", "Pop music", "Rock music",
	"Easy listening", "Light classical", "Serious classical", "Other music",
	"Weather", "Finance", "Children's programmes", "Social affairs",
	"Religion", "Phone-in", "Travel", "Leisure",
	"Jazz music", "Country music", "National music", "Oldies music",
	"Folk music", "Documentary", "Alarm test", "Alarm",
}

var northAmerica = [32]string{
	"", "News", "Information", "Sports",
	"Talk", "Rock", "Classic rock", "Adult hits",
	"Soft rock", "Top 40", "Country", "Oldies",
	"Soft", "Nostalgia", "Jazz", "Classical",
	"Rhythm and blues", "Soft rhythm and blues", "Language", "Religious music",
	"Religious talk", "Personality", "Public", "College",
	"Spanish talk", "Spanish music", "Hip hop", "",
	"", "Weather", "Emergency test", "Emergency",
}
