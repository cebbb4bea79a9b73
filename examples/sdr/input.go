package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed-ff569660/seamless/pipeline/iq"
	"github.com/seed-ff569660/seamless/pipeline/sigmf"
)

// The rates that are taken for one, samples a second. What is beyond is a mistake that
// would take all memory there is, or all time.
const minRate, maxRate = 100, 100e6

// input is the band that is received.
type input struct {
	name    string // what errors call it
	read    func(ctx context.Context, dst []complex64) (int, error)
	close   func() error
	rate    float64 // samples a second
	centre  float64 // on the air, Hz; 0 if unknown
	samples int64   // in all; 0 if unknown
	format  iq.Format
	told    *sigmf.Metadata // what a SigMF recording says of itself; else nil

	// A live input has no end of its own: it ends with an interrupt, and what came
	// by then counts. end is why it did, if that is to be said; to be read when
	// the flowgraph has run.
	live bool
	end  error
}

// context is what a flowgraph runs in: a live input ends it in good order.
func (in *input) context(ctx context.Context) context.Context {
	if in.live {
		return context.WithoutCancel(ctx)
	}
	return ctx
}

// open opens the recording: a radio if it is named so, SigMF if it is named so or
// if only its ending is missing, else raw.
func (r *recording) open(ctx context.Context, stdin io.Reader) (in *input, err error) {
	switch ext := filepath.Ext(r.in); {
	case r.live():
		in, err = r.radio(ctx)
	case ext == ".sigmf-meta" || ext == ".sigmf-data" || ext == ".sigmf":
		in, err = r.described()
	default:
		if _, missing := os.Stat(r.in + ".sigmf-meta"); missing == nil {
			in, err = r.described()
		} else {
			in, err = r.raw(ctx, stdin)
		}
	}
	if err != nil {
		return nil, err
	}
	if !(in.rate >= minRate && in.rate <= maxRate) {
		in.close()
		return nil, usage("%s: %.10g samples a second, %.10g to %.10g can be received: add the right -rate HZ", in.name, in.rate, float64(minRate), float64(maxRate))
	}
	if r.seconds > 0 {
		in.limit(int64(math.Round(r.seconds * in.rate)))
	}
	return in, nil
}

// exists says what is wrong with the name of a file that holds no samples.
func (r *recording) exists() error {
	info, err := os.Stat(r.in)
	switch {
	case err == nil && info.IsDir():
		return usage("%s is a directory: -in names a file", r.in)
	case errors.Is(err, fs.ErrNotExist) && strings.Contains(r.in, "://"):
		return usage("%s is not known: -in names a file, or a radio as %sHOST:PORT", r.in, scheme)
	case errors.Is(err, fs.ErrNotExist) && filepath.Ext(r.in) == "":
		return fmt.Errorf("there is no file %s, and no %s.sigmf-meta", r.in, r.in)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no file %s", r.in)
	}
	return err
}

// described opens a SigMF recording. -rate helps one that does not tell its own.
func (r *recording) described() (*input, error) {
	if r.format != "" {
		return nil, usage("-format is for raw samples: %s tells its own", r.in)
	}
	file, err := sigmf.Open(r.in)
	switch {
	case errors.Is(err, sigmf.ErrTruncated):
		return nil, fmt.Errorf("%w: get the whole recording, or give a copy of its data another name, -format and -rate", err)
	case errors.Is(err, errors.ErrUnsupported):
		return nil, fmt.Errorf("%w: what can be read is one channel of cu8, ci8, ci16 or cf32", err)
	case err != nil:
		return nil, err
	}
	in := &input{name: r.in, close: file.Close, rate: file.Rate(), samples: file.Len(), format: file.Format(), told: &file.Metadata}
	if in.rate == 0 {
		in.rate = r.rate
	} else if r.rate != 0 && r.rate != in.rate {
		err = usage("-rate %.10g, and %s says %.10g: leave -rate out", r.rate, r.in, in.rate)
	}
	if in.rate == 0 {
		err = usage("%s does not tell its rate: add -rate HZ", r.in)
	}
	for _, c := range file.Metadata.Captures {
		if in.centre != 0 && c.Frequency != 0 && c.Frequency != in.centre {
			err = fmt.Errorf("%s: tuned from %.10g to %.10g Hz at sample %d; it must stay at one frequency", r.in, in.centre, c.Frequency, c.SampleStart)
			break
		}
		if c.Frequency != 0 {
			in.centre = c.Frequency
		}
	}
	if in.centre == 0 {
		in.centre = r.frequency
	} else if r.frequency != 0 && r.frequency != in.centre && err == nil {
		err = usage("-frequency %.10g, and %s says %.10g: leave -frequency out", r.frequency, r.in, in.centre)
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	samples := file.Reader()
	in.read = func(_ context.Context, dst []complex64) (int, error) { return samples.Read(dst) }
	return in, nil
}

// raw opens a file of samples without a header, or standard input. What the
// arguments do not say of it, its name may.
func (r *recording) raw(ctx context.Context, stdin io.Reader) (*input, error) {
	if r.in != "-" {
		if err := r.exists(); err != nil {
			return nil, err
		}
	}
	rate, centre, format, named := iq.ParseName(r.in)
	if r.format != "" {
		f, err := iq.ParseFormat(r.format)
		if err != nil {
			return nil, usage("-format %s: it is cu8, cs8, cs16, cf32 or a name that SigMF has for one", r.format)
		}
		format = f
	} else if r.in == "-" {
		return nil, usage("standard input does not tell the format: add -format cu8|cs8|cs16|cf32")
	} else if !named {
		return nil, usage("%s: neither a SigMF recording nor a name that tells the format: add -format cu8|cs8|cs16|cf32", r.in)
	}
	if r.rate != 0 {
		rate = r.rate
	}
	if rate == 0 {
		return nil, usage("%s: raw samples do not tell their rate: add -rate HZ", r.in)
	}
	if r.frequency != 0 {
		centre = r.frequency
	}
	in := &input{name: r.in, close: func() error { return nil }, rate: rate, centre: centre, format: format}
	if r.in == "-" {
		in.name = "standard input"
		samples := iq.NewReader(interruptible(ctx, stdin), format)
		in.read = func(_ context.Context, dst []complex64) (int, error) { return samples.Read(dst) }
		in.untilInterrupt(ctx, errPartly)
		return in, nil
	}
	f, err := os.Open(r.in)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		in.samples = info.Size() / int64(format.Size())
	}
	in.close = f.Close
	samples := iq.NewReader(f, format)
	in.read = func(_ context.Context, dst []complex64) (int, error) { return samples.Read(dst) }
	return in, nil
}

// interruptible returns what r gives until ctx ends: a read of standard input
// cannot be called off, so it waits on a goroutine of its own, which is left
// behind if nothing more comes.
func interruptible(ctx context.Context, r io.Reader) io.Reader {
	pr, pw := io.Pipe()
	go func() {
		_, err := io.Copy(pw, r)
		pw.CloseWithError(err)
	}()
	context.AfterFunc(ctx, func() { pr.CloseWithError(ctx.Err()) })
	return pr
}
