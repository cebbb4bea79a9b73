package iq

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestParseFormat(t *testing.T) {
	eachFormat(t, func(t *testing.T, f Format) {
		for _, name := range formats[f].names {
			for _, name := range []string{name, strings.ToUpper(name)} {
				if got, err := ParseFormat(name); got != f || err != nil {
					t.Errorf("%s: %s, %v", name, got, err)
				}
			}
		}
	})
	for _, name := range []string{"", "cu9", "ci16_xe", "Format(0)"} {
		_, err := ParseFormat(name)
		if !errors.Is(err, ErrUnknownFormat) || !strings.Contains(err.Error(), fmt.Sprintf("%q", name)) || !strings.Contains(err.Error(), "cf32|cf32_le") {
			t.Errorf("%q: %v", name, err)
		}
	}
	seen := map[string]Format{}
	for f := CU8; f.known(); f++ {
		for _, name := range formats[f].names {
			if seen[name] != 0 {
				t.Errorf("%s is both %s and %s", name, f, seen[name])
			}
			seen[name] = f
		}
	}
}

func TestNoFormatPanics(t *testing.T) {
	for _, f := range []Format{0, Format(len(formats)), 255} {
		for _, call := range []func(){
			func() { f.Size() },
			func() { NewReader(nil, f) },
			func() { NewWriter(nil, f) },
			func() { f.Decode(nil, nil) },
			func() { f.Append(nil, nil) },
		} {
			func() {
				defer func() {
					if p := recover(); p == nil || !strings.Contains(fmt.Sprint(p), fmt.Sprint(uint8(f))) {
						t.Errorf("format %d: panic %v", uint8(f), p)
					}
				}()
				call()
			}()
		}
		if got := f.String(); got != fmt.Sprintf("Format(%d)", uint8(f)) {
			t.Error(got)
		}
	}
}
