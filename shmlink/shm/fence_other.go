//go:build !linux

package shm

func canFence() bool { return false }

func fence() error { return ErrUnsupported }
