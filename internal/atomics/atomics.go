// Package atomics is the one door through which lock-free code of this module
// reaches sync/atomic.
//
// The types are wrapper structs with one-line methods, not aliases: an alias
// of atomic.Uint64 is not inlined in packages that do not import sync/atomic
// themselves, a wrapper is the bare instruction everywhere. Having one door
// lets a verifying build take the place of the production one without a
// change to the code it verifies.
//
// All operations are sequentially consistent, as in sync/atomic. The words
// must live on the Go heap: the race detector does not see mapped memory.
package atomics

import "sync/atomic"

// Uint64 is an atomic uint64. It must not be copied.
type Uint64 struct{ v atomic.Uint64 }

func (x *Uint64) Load() uint64                        { return x.v.Load() }
func (x *Uint64) Store(v uint64)                      { x.v.Store(v) }
func (x *Uint64) Add(d uint64) uint64                 { return x.v.Add(d) }
func (x *Uint64) Swap(v uint64) uint64                { return x.v.Swap(v) }
func (x *Uint64) CompareAndSwap(old, new uint64) bool { return x.v.CompareAndSwap(old, new) }

// Uint32 is an atomic uint32. It must not be copied.
type Uint32 struct{ v atomic.Uint32 }

func (x *Uint32) Load() uint32                        { return x.v.Load() }
func (x *Uint32) Store(v uint32)                      { x.v.Store(v) }
func (x *Uint32) Add(d uint32) uint32                 { return x.v.Add(d) }
func (x *Uint32) Swap(v uint32) uint32                { return x.v.Swap(v) }
func (x *Uint32) CompareAndSwap(old, new uint32) bool { return x.v.CompareAndSwap(old, new) }

// Pointer is an atomic *T. It must not be copied.
type Pointer[T any] struct{ v atomic.Pointer[T] }

func (x *Pointer[T]) Load() *T                        { return x.v.Load() }
func (x *Pointer[T]) Store(v *T)                      { x.v.Store(v) }
func (x *Pointer[T]) CompareAndSwap(old, new *T) bool { return x.v.CompareAndSwap(old, new) }
