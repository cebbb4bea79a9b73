package pipeline

import (
	"errors"
	"fmt"
)

// BlockError is the error of one block. Unwrap gives what the block returned,
// or what it panicked with.
type BlockError struct {
	Block string
	Err   error
}

func (e *BlockError) Error() string { return fmt.Sprintf("pipeline: block %q: %v", e.Block, e.Err) }

func (e *BlockError) Unwrap() error { return e.Err }

var (
	// ErrTooSmall says that a block asks for more items at once than the ring
	// before or behind it holds.
	ErrTooSmall = errors.New("the block asks for more than its rings hold")

	// ErrNoProgress says that a block returned many times without having done
	// anything, or left items at the end that it must take.
	ErrNoProgress = errors.New("the block makes no progress")

	// ErrGraph says that the graph cannot run as it was built.
	ErrGraph = errors.New("pipeline: the graph is not complete")
)
