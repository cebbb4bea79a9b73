package rtltcp

import (
	"cmp"
	"fmt"
	"net"
	"strings"
)

const (
	defaultHost = "127.0.0.1"
	defaultPort = "1234"
)

// address completes an address of which host or port may be missing.
func address(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil { // no port
		host, port = strings.Trim(addr, "[]"), ""
	}
	return net.JoinHostPort(cmp.Or(host, defaultHost), cmp.Or(port, defaultPort))
}

// Listen listens for clients. Of addr, the host may be left out for this
// machine, 127.0.0.1, and the port for 1234: to be reached from elsewhere, say
// 0.0.0.0 or [::]. Port 0 is any that is free.
func Listen(addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", address(addr))
	if err != nil {
		return nil, fmt.Errorf("rtltcp: %w", err)
	}
	return l, nil
}
