package shmlink

import "github.com/seed-ff569660/seamless/shmlink/shm"

// fence returns what puts a fence into all processes of a stream, for an end to
// call before it sleeps; nil where there is no such thing. An end whose peers
// do so stores how far it is without a fence of its own, which is most of what
// a small batch costs. Each side tells the other whether it does.
var fence = func() func() {
	if shm.CanFence() {
		return shm.Fence
	}
	return nil
}
