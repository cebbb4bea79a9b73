package sigmf

import (
	"fmt"
	"testing"
)

func TestTags(t *testing.T) {
	for _, c := range []struct{ name, global, captures, annotations, want string }{
		{"nothing", "", "", "", "[]"},
		{"rate alone", `, "core:sample_rate": 1000`, "", "", "[rx_rate=1000@0]"},
		{"retune and gap", `, "core:sample_rate": 1000`, `
			{"core:sample_start": 0, "core:frequency": 1e8, "core:datetime": "2024-01-31T10:00:00.5Z", "core:global_index": 70},
			{"core:sample_start": 4, "core:frequency": 2e8, "core:global_index": 84},
			{"core:sample_start": 6, "core:frequency": 2e8, "core:global_index": 86}`, "",
			"[rx_rate=1000@0 rx_freq=1e+08@0 rx_time=2024-01-31 10:00:00.5 +0000 UTC@0" +
				" rx_rate=1000@4 rx_freq=2e+08@4 overflow=10@4 rx_rate=1000@6 rx_freq=2e+08@6]"},
		{"index that goes back", "", `{"core:sample_start": 0, "core:global_index": 9}, {"core:sample_start": 4, "core:global_index": 3}`, "", "[]"},
		{"index that stands", "", `{"core:sample_start": 0, "core:global_index": 9}, {"core:sample_start": 4, "core:global_index": 10}`, "", "[]"},
		{"index of one only", "", `{"core:sample_start": 0}, {"core:sample_start": 4, "core:global_index": 10}`, "", "[]"},
		{"time that is none", "", `{"core:sample_start": 0, "core:datetime": "yesterday"}`, "", "[]"},
		{"annotations", "", `{"core:sample_start": 5, "core:frequency": 1}`, `
			{"core:sample_start": 7, "core:label": "late", "core:sample_count": 1},
			{"core:sample_start": 5, "core:label": "door", "core:comment": "bell", "core:sample_count": 1},
			{"core:sample_start": 5, "core:comment": "glitch", "core:sample_count": 3},
			{"core:sample_start": 8, "core:label": "beyond the data"},
			{"core:sample_start": 2}`,
			"[annotation=@2 core:sample_count=0@2 rx_freq=1@5 door=bell@5 annotation=glitch@5 core:sample_count=3@5 late=@7]"},
		{"absolute indices", `, "core:offset": 100`, `{"core:sample_start": 103, "core:frequency": 1}`,
			`{"core:sample_start": 99, "core:label": "before"}, {"core:sample_start": 107, "core:label": "last", "core:sample_count": 1}`, "[rx_freq=1@3 last=@7]"},
		{"bands", "", "", `
			{"core:sample_start": 1, "core:sample_count": 2, "core:freq_lower_edge": 88e6, "core:freq_upper_edge": 108e6},
			{"core:sample_start": 3, "core:sample_count": 1, "core:freq_lower_edge": 0, "core:freq_upper_edge": 5}`,
			"[annotation=@1 core:sample_count=2@1 core:freq_lower_edge=8.8e+07@1 core:freq_upper_edge=1.08e+08@1" +
				" annotation=@3 core:freq_lower_edge=0@3 core:freq_upper_edge=5@3]"},
		{"tuned to nothing", "", `{"core:sample_start": 0, "core:frequency": 0}, {"core:sample_start": 1, "core:frequency": null}`, "", "[rx_freq=0@0]"},
		{"far", "", "", `{"core:sample_start": 18446744073709551615}`, "[]"},
	} {
		r, err := Open(write(t, meta("ri8", c.global, c.captures, c.annotations), make([]byte, 8)))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := fmt.Sprint(r.Tags()); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
		r.Close()
	}
}

func TestAnnotationFarBeforeTheOffset(t *testing.T) {
	m := Metadata{Global: Global{Offset: 1<<63 + 5}, Annotations: []Annotation{{SampleStart: 0}}}
	if got := m.Tags(); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}
