package sigmf

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
)

// publish writes the metadata and gives both files their names. Whoever looks
// in between finds no metadata, or the metadata of the whole data.
func (w *Writer) publish() error {
	m := w.m
	w.journal.finish(&m, m.Global.Offset+w.count)
	m.Global.SHA512 = hex.EncodeToString(w.hash.Sum(nil))
	var text bytes.Buffer
	raw, err := json.Marshal(&m)
	if err == nil {
		err = json.Indent(&text, raw, "", "  ")
	}
	if err != nil {
		return err
	}
	text.WriteByte('\n')
	part := w.base + metaSuffix + partSuffix
	if err := writeSynced(part, text.Bytes()); err != nil {
		return err
	}
	if !w.moved {
		if err := w.vacant(); err != nil {
			return err
		}
		if err := os.Remove(w.base + metaSuffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err // of an older recording: it must not describe the data that follows
		}
		if err := os.Rename(w.base+dataSuffix+partSuffix, w.base+dataSuffix); err != nil {
			return err
		}
		w.moved = true
	}
	if err := os.Rename(part, w.base+metaSuffix); err != nil {
		return err
	}
	syncFolder(filepath.Dir(w.base))
	return nil
}

func writeSynced(name string, data []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// syncFolder makes the names last where the system can: the files are whole in
// any case.
func syncFolder(path string) {
	if f, err := os.Open(path); err == nil {
		_ = f.Sync()
		f.Close()
	}
}
