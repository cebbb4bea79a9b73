package main

import (
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/seed-ff569660/seamless/bench/flow"
)

// gnuRadio returns how the program made in the folder gnuradio does a work.
func gnuRadio(program string, w flow.Work) flow.Run {
	return func(samples int) (flow.Result, error) {
		out, err := exec.Command(program, w.Name, strconv.Itoa(samples)).Output()
		if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
			return flow.Result{}, fmt.Errorf("%w: %s", err, strings.TrimSpace(string(exit.Stderr)))
		}
		if err != nil {
			return flow.Result{}, err
		}
		return parse(string(out), w)
	}
}

// parse reads the line that the program prints:
//
//	hop/copies=4 samples=256000 seconds=1.000000000 p50us=76.123
func parse(line string, w flow.Work) (r flow.Result, err error) {
	name, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	values := map[string]float64{}
	for _, field := range strings.Fields(rest) {
		key, value, _ := strings.Cut(field, "=")
		if values[key], err = strconv.ParseFloat(value, 64); err != nil {
			return r, fmt.Errorf("field %q of %q: %w", field, line, err)
		}
	}
	r.Samples = int(values["samples"])
	r.Took = time.Duration(values["seconds"] * float64(time.Second))
	r.Age = time.Duration(values["p50us"] * float64(time.Microsecond))
	if name != w.Name || r.Samples <= 0 || r.Took <= 0 || w.Unit == flow.Microseconds && r.Age <= 0 {
		return r, fmt.Errorf("%q is not a result of %s in %v", line, w.Name, w.Unit)
	}
	return r, nil
}
