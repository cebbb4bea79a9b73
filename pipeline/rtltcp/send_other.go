//go:build !unix

package rtltcp

import (
	"net"

	"github.com/seed-ff569660/seamless/circular"
)

func newSender(_ net.Conn, r *circular.Reader[[2]uint8]) sender { return newStaged(r) }
