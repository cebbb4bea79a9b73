package main

// spectrumOptions are the arguments of spectrum.
type spectrumOptions struct {
	recording
	out string
}

// parseSpectrum reads the arguments of spectrum; for the errors see parse.
func parseSpectrum(args []string) (spectrumOptions, error) {
	o := spectrumOptions{out: "out"}
	f := o.flags("spectrum")
	f.StringVar(&o.out, "out", o.out, "")
	given, err := parse(f, args)
	if err != nil {
		return o, err
	}
	if o.in == "" {
		return o, usage("there is nothing to look at: add -in FILE")
	}
	if err := o.check(given); err != nil {
		return o, err
	}
	return o, o.needFrequency()
}

const spectrumHelp = `sdr spectrum shows what is in a band.

  sdr spectrum -in FILE
  sdr spectrum -in - -format cu8 -rate 2.4M -seconds 5

On the terminal appears the mean spectrum, as wide as the terminal is: offset from the
centre in kHz, level of the strongest line of each column in dBFS, which is 0 for a
carrier of full scale. Into the directory out (or -out DIR) go spectrum.png and
waterfall.png, the spectrum over time.

Recordings and radios
  -in FILE         SigMF, raw samples, or - for raw samples from standard input;
                   or rtl_tcp://HOST:PORT, a radio, until Ctrl-C
  -format NAME     of raw samples: cu8, cs8, cs16, cf32; default: the ending of the file
  -rate HZ         samples a second of raw samples, as 2400000, 2400k or 2.4M; or what
                   a radio is to send, default: 2.4M
  -frequency HZ    what the centre is on the air, as 93.1M; a radio is tuned there
  -gain DB         of a radio: its gain, or auto, the default
  -ppm N           of a radio: how far its crystal is off, parts per million
  -seconds S       no more than that from the start; default: all

Output
  -out DIR         where the pictures go; made if missing; default: out

Examples
  sdr spectrum -in g001_433.92M_250k.cu8
  sdr spectrum -in rtl_tcp://localhost -frequency 93.1M -seconds 2
  rtl_sdr -f 93.1M -s 2400k - | sdr spectrum -in - -format cu8 -rate 2.4M -seconds 2
`
