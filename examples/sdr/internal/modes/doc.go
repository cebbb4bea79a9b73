// Package modes receives Mode S, the radio of aircraft transponders at
// 1090 MHz, ADS-B among it: from samples to messages to a table of aircraft.
//
//	[]complex64 -> Magnitude -> []float32 -> Detector -> []Message -> Tracker
//
// [Magnitude] and [Detector] have the shape of a block of a flowgraph,
//
//	Transform(dst []Out, src []In, atEOF bool) (nDst, nSrc int, err error)
//
// and work on whatever window of the stream they are shown. A message lasts
// 120 µs and may begin anywhere: a Detector leaves what it cannot judge yet in
// src, where the next window begins, and keeps no copy of it. [Message] holds
// no pointers and can travel on in memory that is mapped twice.
//
// A message is a preamble of four pulses in 8 µs and 56 or 112 bits of 1 µs,
// each a pulse in its first half for 1, in its second for 0. At 2 million
// samples a second a pulse is one sample long, at best. What the Detector does:
// a coarse test of every sample, a least-squares fit of the preamble at each
// phase, the most likely sequence of bits at the best phases, the checksum. Of
// long messages with the pulses so far above the noise of the band, at a random
// phase, it reads (see TestSensitivity)
//
//	            10 dB   12 dB   15 dB   18 dB
//	2.0 MS/s     15 %    45 %    75 %    98 %
//	2.4 MS/s     16 %    70 %   100 %   100 %
//	4.0 MS/s     88 %   100 %
//
// What noise makes up is rare: no bit is repaired, a place in the stream gives
// two candidates at most, and where nothing but 24 bits of checksum speaks for a
// message its pulses must stand clear of what they leave over. A million samples
// of noise at 2 MS/s give some 2400 candidates. One passes for a reply 0.1 times
// an hour for each aircraft heard of; for a squitter or all-call of one that is
// none about once in 23 hours, or 0.06 times in 10^10 samples. At 2.4 and 4 MS/s none
// passed: with 95 % confidence less than 0.004 and 0.006 replies an hour. This was
// measured on 2·10^9 samples at each rate with 4096 addresses heard of, which are
// as many chances for a checksum to fit (see TestFalseAcceptsOfNoise). What
// remains is DF 11 with errors in its last seven bits alone: they are then taken
// for the code of an interrogator.
//
// Sources: ICAO Annex 10 Volume IV, chapter 3 (signals, formats, parity,
// altitude, identity); RTCA DO-260B (extended squitters, CPR); J. Sun, The 1090
// Megahertz Riddle, 2nd edition, 2021 (all of it, readable).
package modes
