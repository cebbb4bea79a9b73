package sigmf

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// rule is what the schema of SigMF 1.2.5 says of a field of the core namespace.
type rule struct {
	kind      string // of the JSON value: string, number, index, boolean, object, array
	low, high float64
	pattern   string
}

var index = rule{kind: "index"}

var rules = map[string]map[string]rule{
	"global": {
		"core:datatype": {kind: "string", pattern: `^(c|r)(f32|f64|i32|i16|u32|u16|i8|u8)(_le|_be)?$`},
		"core:version":  {kind: "string", pattern: `^\d+\.\d+\.\d$`}, "core:sha512": {kind: "string", pattern: `^[0-9a-fA-F]{128}$`},
		"core:sample_rate": {kind: "number", low: 1, high: 1e12}, "core:num_channels": {kind: "number", low: 1, high: 1000},
		"core:offset": index, "core:extensions": {kind: "array"}, "core:geolocation": {kind: "object"},
		"core:description": {kind: "string"}, "core:author": {kind: "string"}, "core:hw": {kind: "string"}, "core:license": {kind: "string"}, "core:recorder": {kind: "string"},
	},
	"captures": {
		"core:sample_start": index, "core:global_index": index, "core:frequency": {kind: "number", low: -1e12, high: 1e12},
		"core:datetime": {kind: "string", pattern: `^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$`}, "core:geolocation": {kind: "object"},
	},
	"annotations": {
		"core:sample_start": index, "core:sample_count": index,
		"core:freq_lower_edge": {kind: "number", low: -1e12, high: 1e12}, "core:freq_upper_edge": {kind: "number", low: -1e12, high: 1e12},
		"core:label": {kind: "string"}, "core:comment": {kind: "string"}, "core:generator": {kind: "string"}, "core:uuid": {kind: "string"},
	},
}

// conforms fails the test if metadata that was written breaks a rule of the
// core namespace, or is of a file that does not conform.
func conforms(t testing.TB, text []byte) {
	t.Helper()
	var all map[string]json.RawMessage
	var global map[string]json.RawMessage
	var captures, annotations []map[string]json.RawMessage
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	for name, v := range map[string]any{"global": &global, "captures": &captures, "annotations": &annotations} {
		if err := json.Unmarshal(all[name], v); err != nil || string(all[name]) == "null" {
			t.Errorf("%s: %v: %s", name, err, all[name])
		}
	}
	for _, name := range []string{"core:datatype", "core:version", "core:sha512"} {
		if global[name] == nil {
			t.Errorf("no %s", name)
		}
	}
	obeys(t, "global", global)
	for _, list := range []struct {
		name string
		all  []map[string]json.RawMessage
	}{{"captures", captures}, {"annotations", annotations}} {
		if !slices.IsSortedFunc(list.all, func(a, b map[string]json.RawMessage) int { return int(start(a)) - int(start(b)) }) {
			t.Errorf("%s are not sorted: %s", list.name, all[list.name])
		}
		for _, object := range list.all {
			if object["core:sample_start"] == nil {
				t.Errorf("%s without a start: %s", list.name, all[list.name])
			}
			obeys(t, list.name, object)
			if (object["core:freq_lower_edge"] == nil) != (object["core:freq_upper_edge"] == nil) {
				t.Errorf("one edge of a band: %s", all[list.name])
			}
		}
	}
}

func start(object map[string]json.RawMessage) (n uint64) {
	_ = json.Unmarshal(object["core:sample_start"], &n)
	return n
}

func obeys(t testing.TB, where string, object map[string]json.RawMessage) {
	t.Helper()
	for name, raw := range object {
		if !strings.HasPrefix(name, "core:") {
			continue
		}
		r, known := rules[where][name]
		var err error
		ok := known
		switch r.kind {
		case "string":
			var s string
			err = json.Unmarshal(raw, &s)
			ok = regexp.MustCompile(r.pattern).MatchString(s)
		case "number":
			var x float64
			err = json.Unmarshal(raw, &x)
			ok = x >= r.low && x <= r.high
		case "index":
			var n uint64
			err = json.Unmarshal(raw, &n)
		case "object":
			ok = raw[0] == '{'
		case "array":
			ok = raw[0] == '['
		}
		if err != nil || !ok || string(raw) == "null" {
			t.Errorf("%s: %s is %s, %v", where, name, raw, err)
		}
	}
}
