// Package modestx is a small sky: aircraft that fly, and what their transponders
// send of it on 1090 MHz, for demonstrations and tests of a receiver.
//
//	Flight -> messages with their times -> []complex64
//
// Sources: ICAO Annex 10 Volume IV, chapter 3; RTCA DO-260B, appendix A; J. Sun,
// The 1090 Megahertz Riddle, 2nd edition, 2021.
package modestx
