package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/seed-ff569660/seamless/pipeline/iq"
	"github.com/seed-ff569660/seamless/pipeline/rtltcp"
)

// scheme begins the name of a radio that rtl_tcp shares.
const scheme = "rtl_tcp://"

// radioRate is the rate of a radio where -rate does not say: the most that an
// RTL2832 sends without losing samples on the way.
const radioRate = 2.4e6

// live tells whether the input is a radio.
func (r *recording) live() bool { return strings.HasPrefix(r.in, scheme) }

// needFrequency says that a radio must be told where to listen.
func (r *recording) needFrequency() error {
	if r.live() && r.frequency == 0 {
		return usage("a radio must be told where to listen: add -frequency HZ")
	}
	return nil
}

// radio connects to an rtl_tcp server and tunes the radio there.
func (r *recording) radio(ctx context.Context) (*input, error) {
	in := &input{name: r.in, rate: r.rate, centre: r.frequency, format: iq.CU8}
	if in.rate == 0 {
		in.rate = radioRate
	}
	client, err := rtltcp.Dial(ctx, strings.TrimSuffix(strings.TrimPrefix(r.in, scheme), "/"), rtltcp.Settings{
		Frequency: in.centre, Rate: in.rate, Gain: r.gain, PPM: r.ppm,
	})
	if errors.Is(err, rtltcp.ErrRange) {
		return nil, usage("%v", err)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w: is rtl_tcp running there?", r.in, err)
	}
	in.close = client.Close
	in.read = client.Read
	context.AfterFunc(ctx, func() { client.Close() }) // ends a Read that waits
	in.untilInterrupt(ctx, nil)
	return in, nil
}

// untilInterrupt makes the input a live one, whose end an interrupt is: in good
// order, with the given error for what is said at last. So is a connection lost,
// with the error of that.
func (in *input) untilInterrupt(ctx context.Context, interrupted error) {
	in.live = true
	read := in.read
	in.read = func(run context.Context, dst []complex64) (int, error) {
		n, err := read(run, dst)
		switch {
		case err == nil:
		case ctx.Err() != nil:
			in.end, err = interrupted, io.EOF
		case errors.Is(err, rtltcp.ErrLost):
			in.end, err = err, io.EOF
		}
		return n, err
	}
}

// empty is the error for an input that gave nothing.
func (in *input) empty() error {
	if in.end != nil && in.end != errPartly {
		return in.end
	}
	return fmt.Errorf("%s holds no samples", in.name)
}

// limit ends an input after n samples.
func (in *input) limit(n int64) {
	read := in.read
	if in.samples == 0 || in.samples > n {
		in.samples = n
	}
	in.read = func(ctx context.Context, dst []complex64) (int, error) {
		if n == 0 {
			return 0, io.EOF
		}
		got, err := read(ctx, dst[:min(int64(len(dst)), n)])
		n -= int64(got)
		return got, err
	}
}
