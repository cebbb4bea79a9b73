// Package qrs finds the beats in an electrocardiogram: the detector of Pan and
// Tompkins, at [ecg.Rate], on a stream.
//
//	sample         steps, the first one taken off
//	band-pass      5 to 15 Hz, integers, linear phase   delay 38
//	derivative     over 22 ms                           delay 4
//	square
//	window         150 ms, sum                          delay 26.5
//	tops           of the window, 200 ms apart
//	levels         of beats and of noise, for window and band: thresholds
//	decision       refractory time, T waves, search back
//
// Every stage works a sample at a time, in integers: what is found does not
// depend on how the stream is cut, nor on the processor.
//
// Source: J. Pan, W. J. Tompkins, A Real-Time QRS Detection Algorithm, IEEE
// Trans. Biomed. Eng. 32(3), 1985; lengths there are for 200 samples a second and
// are scaled by 360/200 here. It differs from that in this:
//
//   - a top is judged when none higher has come for 200 ms, so that a small one
//     cannot hide the beat behind it;
//   - eight intervals that are near their own mean are a rhythm, also when they are
//     far from the one before;
//   - a beat missed is looked for also when the next one comes before it was due;
//   - after 8 s without a beat it learns anew, else one large artefact would leave
//     the thresholds too high for ever; and what is lower than about 0.05 mV is no
//     beat. Their like is in P. S. Hamilton, Open Source ECG Analysis, Computers in
//     Cardiology 29, 2002.
package qrs
