// Package sigmf reads and writes recordings in the Signal Metadata Format,
// SigMF 1.2.5 (https://sigmf.org): samples in base.sigmf-data, and what is known
// of them as JSON in base.sigmf-meta.
//
//	global       one object: the type of the samples, their rate, who made them
//	captures     where something about the receiver changed: frequency, time, a gap
//	annotations  what somebody says about a stretch of samples
//
// Both may lie in one tar, an archive base.sigmf, which is read in place.
// [Open] gives the samples as complex64 by way of package iq, and captures and
// annotations as tags: a retune is the tag rx_freq, a gap the tag overflow, an
// annotation a tag with its label as key and its comment as value. [Create]
// takes samples and tags and makes the same of them again. Fields that this
// package does not know are kept as they are and written back.
//
// A recording that is being written has no name yet: it gets it when it is
// whole.
package sigmf
