package main

import (
	"encoding/json"
	"io"
	"sync"
)

// events writes JSON objects, one a line. All goroutines may call its methods. A
// nil *events writes nothing.
type events struct {
	mu  sync.Mutex
	out io.Writer
}

// write writes an object: a value that marshals to one.
func (e *events) write(object any) error {
	if e == nil {
		return nil
	}
	line, err := json.Marshal(object)
	if err != nil {
		return err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	_, err = e.out.Write(append(line, '\n'))
	return err
}
