// Package rds sends and receives RDS, the digital channel of broadcast FM: 1187.5
// bits a second on 57 kHz of the multiplex, with the station's name, the kind of
// its programme, the text beside it and the time.
//
//	multiplex     float32   any rate from MinRate on      Receiver
//	  baseband    57 kHz to 0 Hz, filter, decimate          12 samples a bit
//	  tracker     matched filter, carrier and bit clock
//	  framer      blocks of 26 bits, offset words           groups of four
//	Group         four blocks of 16 bits                  Decoder
//	Event         name, text, time, ...
//
// and the way back: an Encoder makes the groups of a Programme, and a Modulator
// the subcarrier, in step with a transmitter's pilot.
//
// The receiver takes carrier and bit clock from the subcarrier itself, not from
// the pilot: it works on mono stations, and it does not matter whether a station
// sends RDS in phase with three times the pilot or at right angles to it.
// Samples are kept until it is known how to read them, so that the first whole
// group of a stream is received, not only the first after some time of locking.
//
// Positions are absolute sample counts of the multiplex, from 0. Levels are
// those of the multiplex, but no level matters: the receiver measures it.
//
// Sources: IEC 62106-1 (modulation), -2 (code, groups, clock) and -4
// (characters), which were EN 50067:1998; NRSC-4-B, 2011 (North America: types of
// programme and call signs).
package rds
