// Package memory is what dmb and shmlink/shm share about the memory of the
// machine: files without a name, whether there is enough, and how many
// mappings the process may still have.
package memory

import "errors"

// ErrTooManyMaps: one more mapping would come close to the limit the system
// puts on them, at which the Go runtime itself could not go on.
var ErrTooManyMaps = errors.New("too many memory mappings")

// Fail lets a test fail a step of the work: it returns the error wanted of the
// step with that name, else nil. A nil Fail fails none.
type Fail func(step string) error

// At returns the error wanted of this step.
func (f Fail) At(step string) error {
	if f == nil {
		return nil
	}
	return f(step)
}
