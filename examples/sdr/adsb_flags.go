package main

// adsbOptions are the arguments of adsb.
type adsbOptions struct {
	recording
	raw, json bool
}

// parseADSB reads the arguments of adsb; for the errors see parse.
func parseADSB(args []string) (adsbOptions, error) {
	var o adsbOptions
	f := o.flags("adsb")
	f.BoolVar(&o.raw, "raw", false, "")
	f.BoolVar(&o.json, "json", false, "")
	given, err := parse(f, args)
	if err != nil {
		return o, err
	}
	if err := o.check(given); err != nil {
		return o, err
	}
	if o.live() && o.frequency == 0 {
		o.frequency = 1090e6
	}
	if o.raw && o.json {
		return o, usage("-raw and -json are two ways to print the messages: choose one")
	}
	return o, nil
}

const adsbHelp = `sdr adsb receives the transponders of aircraft, Mode S and ADS-B, at 1090 MHz.

  sdr adsb                               make ten seconds of four aircraft, receive them
  sdr adsb -in FILE                      receive from a recording
  sdr adsb -in - -format cu8 -rate 2.4M  receive what comes on standard input

At the end it prints a table of the aircraft: address, call sign, altitude, speed
and track over ground, vertical rate, position, squawk, how many messages came and
the level of the strongest in dBFS; and how many messages came in each downlink
format (DF 17 is ADS-B). A message counts only if its checksum is right; none is
repaired. Interrupted, it prints what came so far.

Recordings and radios
  -in FILE         SigMF, raw samples, or - for raw samples from standard input;
                   or rtl_tcp://HOST:PORT, a radio, until Ctrl-C
  -format NAME     of raw samples: cu8, cs8, cs16, cf32; default: the ending of the file
  -rate HZ         samples a second of raw samples: 2M, 2.4M, 2.5M, 3.2M, 4M, 8M, 10M
                   or another up to 20M that fits; 2.4M, what a radio is asked for,
                   receives more than 2M
  -frequency HZ    where a radio is tuned; default: 1090M
  -gain DB         of a radio: its gain, or auto, the default
  -ppm N           of a radio: how far its crystal is off, parts per million
  -seconds S       no more than that from the start; default: all

Output
  -raw             no table, but each message as it comes, as dump1090 prints it:
                   *8d4840d6202cc371c32ce0576098;
  -json            no table, but a JSON object a line: each message ("adsb.message":
                   sample, df, hex, address, level and what it tells), at the end each
                   aircraft ("aircraft") and the counts ("adsb.end")

Own signal
  -seconds S       its length; default: 10. What is received is compared with what was
                   sent; the exit status is 1 if anything differs.

Examples
  sdr adsb -in modes1.bin -format cu8 -rate 2M
  sdr adsb -in rtl_tcp://localhost -gain 49.6
  rtl_sdr -f 1090M -s 2400k - | sdr adsb -in - -format cu8 -rate 2.4M -json
`
