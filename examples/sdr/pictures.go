package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/picture"
	"github.com/seed-ff569660/seamless/examples/sdr/internal/whole"
)

// folder makes the directory that -out names.
func folder(path string) error {
	if path == "" {
		return usage("-out needs the name of a directory")
	}
	if err := os.MkdirAll(path, 0o777); err != nil {
		return fmt.Errorf("-out %s: %w: name a directory that can be written to", path, err)
	}
	return nil
}

// draw makes both pictures in a directory, complete but without their names yet,
// at least those before an error.
func draw(dir string, s *picture.Spectrum, w *picture.Waterfall, l picture.Labels) (files []*whole.File, err error) {
	for _, p := range []struct {
		name string
		draw func(io.Writer) error
	}{
		{"spectrum.png", func(to io.Writer) error { return picture.Draw(to, s, l) }},
		{"waterfall.png", func(to io.Writer) error { return picture.DrawWaterfall(to, w, l) }},
	} {
		f, err := whole.Create(filepath.Join(dir, p.name))
		if err != nil {
			return files, err
		}
		files = append(files, f)
		if err := p.draw(f); err != nil {
			return files, fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return files, nil
}

func keepAll(files []*whole.File) error {
	for _, f := range files {
		if err := f.Keep(); err != nil {
			return err
		}
	}
	return nil
}
