package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/seed-ff569660/seamless/pipeline/iq"
	"github.com/seed-ff569660/seamless/pipeline/sigmf"
)

// usageError is an error that other arguments would mend.
type usageError struct{ text string }

func (e usageError) Error() string { return e.text }

func usage(format string, args ...any) error { return usageError{fmt.Sprintf(format, args...)} }

// record opens a recording: SigMF if it is named so, or if only its ending is
// missing, else raw.
func record(o options) (*input, error) {
	switch filepath.Ext(o.in) {
	case ".sigmf-meta", ".sigmf-data", ".sigmf":
		return described(o)
	}
	if _, err := os.Stat(o.in + ".sigmf-meta"); err == nil {
		return described(o)
	}
	return raw(o)
}

// described opens a SigMF recording. -rate helps one that does not tell its own.
func described(o options) (*input, error) {
	if o.format != "" {
		return nil, usage("-format is for raw samples: %s tells its own", o.in)
	}
	r, err := sigmf.Open(o.in)
	if err != nil {
		return nil, err
	}
	in := &input{close: r.Close, rate: r.Rate(), samples: r.Len()}
	if in.rate == 0 {
		in.rate = o.rate
	} else if o.rate != 0 && o.rate != in.rate {
		err = usage("-rate %g, and %s says %g: leave -rate out", o.rate, o.in, in.rate)
	}
	if in.rate == 0 {
		err = usage("%s does not tell its rate: add -rate HZ", o.in)
	}
	for _, c := range r.Metadata.Captures {
		if in.centre != 0 && c.Frequency != 0 && c.Frequency != in.centre {
			err = fmt.Errorf("%s: tuned from %g to %g Hz at sample %d; a station is received at one offset only", o.in, in.centre, c.Frequency, c.SampleStart)
			break
		}
		in.centre = max(in.centre, c.Frequency)
	}
	if err != nil {
		r.Close()
		return nil, err
	}
	samples := r.Reader()
	in.read = func(_ context.Context, dst []complex64) (int, error) { return samples.Read(dst) }
	return in, nil
}

// raw opens a file of samples without a header. What the arguments do not say
// of it, its name may.
func raw(o options) (*input, error) {
	rate, centre, format, named := iq.ParseName(o.in)
	if o.format != "" {
		f, err := iq.ParseFormat(o.format)
		if err != nil {
			return nil, usage("-format %s: it is cu8, cs8, cs16, cf32 or a name that SigMF has for one", o.format)
		}
		format = f
	} else if !named {
		return nil, usage("%s: neither a SigMF recording nor a name that tells the format: add -format cu8|cs8|cs16|cf32", o.in)
	}
	if o.rate != 0 {
		rate = o.rate
	}
	if rate == 0 {
		return nil, usage("%s: raw samples do not tell their rate: add -rate HZ", o.in)
	}
	f, err := os.Open(o.in)
	if err != nil {
		return nil, err
	}
	in := &input{close: f.Close, rate: rate, centre: centre}
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		in.samples = info.Size() / int64(format.Size())
	}
	r := iq.NewReader(f, format)
	in.read = func(_ context.Context, dst []complex64) (int, error) { return r.Read(dst) }
	return in, nil
}
