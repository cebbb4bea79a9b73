package main

import (
	"fmt"
	"strings"
)

// fate is what has become of one of the ends.
type fate struct {
	role   string
	report *message // nil: it died and has not told
}

// summary is the last line: what was published, received, found and lost, and by
// whom. fates has the publisher first.
func summary(fates []fate) string {
	var published *message
	var received, rest []string
	lost, sum := uint64(0), ""
	for _, f := range fates {
		m := f.report
		switch {
		case f.role == "publish" && m != nil:
			published, sum = m, m.SHA256
			continue
		case f.role == "publish":
			continue
		case m == nil:
			received = append(received, f.role+" died")
			continue
		}
		received = append(received, fmt.Sprintf("%s %d", f.role, m.Frames))
		if published != nil && published.Frames >= m.Frames {
			lost += published.Frames - m.Frames
		} else {
			lost += m.Lost
		}
		switch {
		case f.role == "detect" && m.Known > 0:
			rest = append(rest, fmt.Sprintf("detected %d of %d beats, %d invented", m.Known-m.Missed, m.Known, m.Invented))
		case f.role == "detect":
			rest = append(rest, fmt.Sprintf("detected %d beats", m.Beats))
		case f.role == "record" && m.File != "" && sum != "":
			same := "bit for bit"
			if m.SHA256 != sum {
				same = "not what was published"
			}
			rest = append(rest, fmt.Sprintf("%s %s", m.File, same))
		case f.role == "record" && m.File != "":
			rest = append(rest, m.File)
		}
	}
	first := "published: it died"
	if published != nil {
		first = fmt.Sprintf("published %d frames (%s), %d beats", published.Frames, duration(published.Frames), published.Known) + because(published.Ended)
	}
	parts := append([]string{first, "received " + strings.Join(received, ", ")}, rest...)
	return strings.Join(append(parts, fmt.Sprintf("lost %d frames", lost)), "; ")
}
