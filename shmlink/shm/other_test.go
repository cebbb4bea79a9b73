//go:build !(darwin || dragonfly || freebsd || netbsd || openbsd || linux || windows)

package shm

import (
	"errors"
	"os"
	"testing"

	"github.com/seed-ff569660/seamless/internal/atomics"
)

// Nothing pretends.
func TestUnsupported(t *testing.T) {
	var word atomics.Uint32
	_, create := Create("test", PageSize())
	_, open := Open(os.Stdin, PageSize(), Data)
	_, wait := FutexWait(&word, 0, 0)
	_, _, doorbell := NewDoorbell()
	_, far := OpenDoorbell(os.Stdin)
	_, listen := Listen("test")
	_, abstract := Listen("@test")
	_, dial := Dial(t.Context(), "test")
	_, list := List()
	_, folder := Folder()
	_, start := ProcessStart(os.Getpid())
	bell := NewBell(&word).Wait(t.Context())
	for _, err := range []error{create, open, wait, doorbell, far, listen, abstract, dial, list, folder, start, bell} {
		if !errors.Is(err, ErrUnsupported) {
			t.Errorf("%v is not ErrUnsupported", err)
		}
		t.Log(err)
	}
}
