//go:build !portable

package shmlink

import "github.com/seed-ff569660/seamless/shmlink/shm"

// segmentMark is how mappings of segments show up in /proc/self/maps.
func segmentMark() string { return "/memfd:seamless" }

// unlike are the hosts that are refused in another way than seals do, or not.
var unlike map[string]error

// errLongAbstract is what a name without a file comes to that is too long.
var errLongAbstract = shm.ErrNameTooLong
