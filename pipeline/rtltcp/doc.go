// Package rtltcp speaks the protocol of rtl_tcp, by which receivers are shared
// over a network: [Dial] receives, a [Server] serves one stream to any number
// of clients.
//
//	server → client  greeting, 12 bytes: "RTL0", tuner type, number of gains
//	server → client  samples without end, 2 bytes each: I, Q, unsigned, centre 127.5
//	client → server  commands, 5 bytes each: op, argument; never answered
//
// Numbers are big-endian, of 32 bits. The samples of a server lie in a ring of
// [2]uint8, so that I and Q are never parted, and are written to the socket
// straight out of it. A client too slow for the stream loses samples instead of
// holding it up, as with the original; here they are counted.
//
// The protocol knows no passwords: whoever can connect can listen, and can tune
// as far as the server's owner lets commands through. So [Listen] listens on
// this machine only, unless told otherwise.
//
// The protocol is that of rtl_tcp.c in librtlsdr (Steve Markgraf, Dimitri
// Stolnikov, 2012).
package rtltcp
