package main

import (
	"encoding/json"
	"io"
)

// events writes JSON objects, one a line. It belongs to one goroutine at a time. A
// nil *events writes nothing.
type events struct{ out io.Writer }

// write writes an object: a value that marshals to one.
func (e *events) write(object any) error {
	if e == nil {
		return nil
	}
	line, err := json.Marshal(object)
	if err != nil {
		return err
	}
	_, err = e.out.Write(append(line, '\n'))
	return err
}
