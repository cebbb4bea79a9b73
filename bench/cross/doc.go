// Package cross puts shmlink beside what processes would hand items over by
// otherwise: Unix sockets, TCP over loopback and pipes. Every process is this
// program started again, so whoever asks for [Cases] calls [Serve] first of all.
//
//	stream     batches of 64 bytes to 64 KiB, to 1 to 8 processes
//	message    64 bytes each, written one by one or 16 at a time
//	roundtrip  an item there and back, both processes busy with nothing else
//	parked     the same between processes that are made sure to sleep
//	oneway     256 items each millisecond: their age at the other process
//	idle       a writer and 8 readers with nothing to do
//	attached   what a writer pays for readers that are there and do nothing
//
// All items are words of 8 bytes. Each process has a processor, which it keeps:
// the writer the first, the readers the others and, where there are more of them
// than those, the first as well; cores=any lets the system place them. Every reader counts what it got and adds it all
// up; a peer that loses an item fails.
//
// Command cross makes the comparison.
package cross
