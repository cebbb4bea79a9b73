package rtltcp

import (
	"net"
	"time"

	"github.com/seed-ff569660/seamless/metadata"
)

// Option changes how a server serves.
type Option func(*config)

type config struct {
	greeting   Greeting
	maxClients int
	patience   time.Duration
	command    func(from net.Addr, c Command)
	overflow   func(to net.Addr, gap metadata.Tag)
	leave      func(ClientStats, error)
}

// WithGreeting says what the server says of itself; the default is an R820T
// with 29 gains. Clients may offer their user the gains of that tuner.
func WithGreeting(g Greeting) Option { return func(c *config) { c.greeting = g } }

// WithMaxClients bounds how many clients are served at one time; the default
// is 64. The connection of one more is closed without a greeting.
func WithMaxClients(n int) Option { return func(c *config) { c.maxClients = n } }

// WithPatience says after which time a client that takes not a single byte is
// given up; the default is 30 s. It is what ends a client that vanished without
// a word.
func WithPatience(d time.Duration) Option { return func(c *config) { c.patience = d } }

// WithCommands gives the clients' commands to f, those of one client in their
// order. The calls come from many goroutines, but one at a time; while f is
// busy, commands wait and samples do not. Commands of an unknown op do not get
// there. Without f all commands are ignored.
func WithCommands(f func(from net.Addr, c Command)) Option {
	return func(c *config) { c.command = f }
}

// WithOverflow tells f when samples were dropped for a client, as the tag
// [metadata.KeyOverflow] with their number; its offset counts the samples sent
// to this client before the gap. The calls come from the goroutines of the
// clients, of several at a time; f holds up its own client only.
func WithOverflow(f func(to net.Addr, gap metadata.Tag)) Option {
	return func(c *config) { c.overflow = f }
}

// WithLeave tells f when a client has gone, its last statistics and an
// error that wraps os.ErrDeadlineExceeded if it was given up, see
// [WithPatience]; nil otherwise. The calls come from the
// goroutines of the clients, of several at a time.
func WithLeave(f func(ClientStats, error)) Option { return func(c *config) { c.leave = f } }
