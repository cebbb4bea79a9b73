package ecg

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Annotation is a beat that is known to be one.
type Annotation struct {
	Sample uint64 // the frame of its R wave
	Type   string // as PhysioNet writes it: N normal, A atrial premature, V ventricular, ...
}

// ReadAnnotations reads beats in lines of text, "sample,type", in rising order.
// Empty lines are skipped. The error names the line.
func ReadAnnotations(r io.Reader) ([]Annotation, error) {
	var all []Annotation
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		text := strings.TrimSpace(lines.Text())
		if text == "" {
			continue
		}
		number, kind, ok := strings.Cut(text, ",")
		sample, err := strconv.ParseUint(number, 10, 63)
		if !ok || err != nil || kind == "" {
			return nil, fmt.Errorf("line %d is %.40q: a beat is written as sample,type, such as 370,N", n, text)
		}
		if len(all) > 0 && sample <= all[len(all)-1].Sample {
			return nil, fmt.Errorf("line %d: beat at sample %d after one at %d: they must rise", n, sample, all[len(all)-1].Sample)
		}
		all = append(all, Annotation{sample, kind})
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read beats after %d: %w", len(all), err)
	}
	return all, nil
}
