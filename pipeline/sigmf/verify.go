package sigmf

import (
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
)

var (
	ErrChecksum   = errors.New("sigmf: data differs from its checksum")
	ErrNoChecksum = errors.New("sigmf: metadata has no checksum")
)

// Verify reads all of the data and compares its SHA-512 with core:sha512.
// The error is [ErrChecksum] if it differs, [ErrNoChecksum] if none is stated.
func (r *Recording) Verify() error {
	want := r.Metadata.Global.SHA512
	if want == "" {
		return fmt.Errorf("%s: %w", r.name, ErrNoChecksum)
	}
	hash := sha512.New()
	if _, err := io.Copy(hash, io.NewSectionReader(r.data, 0, r.data.Size())); err != nil {
		return fmt.Errorf("sigmf: verify: %w", err)
	}
	if got := hex.EncodeToString(hash.Sum(nil)); !strings.EqualFold(got, want) {
		return fmt.Errorf("%s: %w: is %.16s…, core:sha512 says %.16s…", r.name, ErrChecksum, got, want)
	}
	return nil
}
