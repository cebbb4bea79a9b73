package rtltcp

import (
	"net"
	"slices"
)

// Stats tells how a server is doing. Counts of samples are summed over all
// clients there ever were.
type Stats struct {
	Clients []ClientStats // connected now, in the order they came
	Served  uint64        // clients that ever joined
	Refused uint64        // connections closed because there were too many
	Sent    uint64
	Dropped uint64
	Torn    uint64
}

// ClientStats tells how a client is being served, in samples. For a client
// that has left, and while nothing is produced or sent,
//
//	Sent + Dropped + Pending == samples produced since it joined
type ClientStats struct {
	Addr     net.Addr
	Joined   uint64 // position of the stream at which it joined
	Sent     uint64 // given to the connection
	Dropped  uint64 // never sent: the client was too slow
	Torn     uint64 // of those sent, the ones that may have been overwritten on the way
	Pending  int    // produced and neither sent nor dropped
	Commands uint64 // received
	Ignored  uint64 // of those, the ones of an unknown op
}

// Stats returns a snapshot. Any goroutine may call it.
func (s *Server) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := Stats{Served: s.served, Refused: s.refused, Sent: s.gone.Sent, Dropped: s.gone.Dropped, Torn: s.gone.Torn}
	for _, c := range s.clients {
		one := c.stats()
		all.Clients = append(all.Clients, one)
		all.Sent += one.Sent
		all.Dropped += one.Dropped
		all.Torn += one.Torn
	}
	return all
}

// admit makes a client of a connection, or returns nil if there are too many.
func (s *Server) admit(conn net.Conn) *client {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.clients) >= s.config.maxClients {
		s.refused++
		return nil
	}
	s.served++
	c := newClient(&s.config, &s.commands, conn, s.stream)
	s.clients = append(s.clients, c)
	return c
}

// discharge forgets a client, but not what it was sent.
func (s *Server) discharge(c *client, last ClientStats) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gone.Sent += last.Sent
	s.gone.Dropped += last.Dropped
	s.gone.Torn += last.Torn
	s.clients = slices.DeleteFunc(s.clients, func(x *client) bool { return x == c })
}
