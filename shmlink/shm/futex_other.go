//go:build !linux || portable

package shm

import (
	"fmt"
	"time"

	"github.com/seed-ff569660/seamless/internal/atomics"
)

const hasFutex = false

var errNoFutex = fmt.Errorf("a futex that processes share: %w", ErrUnsupported)

func futexWait(*atomics.Uint32, uint32, time.Duration) (Outcome, error) { return Woken, errNoFutex }

func futexWake(*atomics.Uint32, int) int { return 0 }
