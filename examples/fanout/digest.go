package main

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"

	"github.com/seed-ff569660/seamless/examples/fanout/internal/ecg"
)

// digest is the SHA-256 of frames in format 212, as a recorder of them has it. The
// zero digest is one of no frames.
type digest struct {
	sum  hash.Hash
	text []byte
}

func (d *digest) add(frames []ecg.Frame) {
	if d.sum == nil {
		d.sum = sha256.New()
	}
	d.text = d.text[:0]
	for _, f := range frames {
		if text, err := ecg.Append(d.text, f); err == nil { // 12 bits: from a record, or made
			d.text = text
		}
	}
	d.sum.Write(d.text)
}

// hex returns the sum in hexadecimal.
func (d *digest) hex() string {
	d.add(nil)
	return hex.EncodeToString(d.sum.Sum(nil))
}
