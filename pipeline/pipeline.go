package pipeline

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/seed-ff569660/seamless"
	"github.com/sourcegraph/conc/panics"
	"github.com/sourcegraph/conc/pool"
)

// Pipeline is a flowgraph: first it is built, then it runs, once. Building it
// belongs to one goroutine.
type Pipeline struct {
	config config
	blocks []*block
	ran    bool
}

// block is one goroutine of the graph.
type block struct {
	name string
	run  func(ctx context.Context) error
	ends []end

	ctx    context.Context
	cancel context.CancelCauseFunc
	read   atomic.Int32 // streams of the block that somebody still reads
}

// unread says that one stream of the block has lost its last reader. With the
// last such stream the block has nothing left to do.
func (b *block) unread() {
	if b.read.Add(-1) == 0 {
		b.cancel(seamless.ErrNoReaders)
	}
}

// end is what a block holds of a stream.
type end interface {
	// check says what is wrong with the graph here.
	check() error
	// open makes what the end needs to run.
	open() error
	// close lets go of it; err is what the block returned.
	close(err error)
}

// New returns an empty pipeline.
func New(opts ...Option) *Pipeline {
	p := &Pipeline{config: config{ringBytes: 256 << 10}}
	for _, o := range opts {
		o(&p.config)
	}
	return p
}

// Go adds a block of any shape: f is run on a goroutine of its own. The ends,
// made by [Stream.Input] and [NewStream], are closed when f returns.
func (p *Pipeline) Go(name string, f func(ctx context.Context) error, ends ...End) {
	b := p.add(name, f)
	for _, e := range ends {
		e.attach(b)
	}
}

// End is an end of a stream that belongs to a block added by [Pipeline.Go].
type End interface{ attach(b *block) }

func (p *Pipeline) add(name string, run func(ctx context.Context) error) *block {
	b := &block{name: name, run: run}
	p.blocks = append(p.blocks, b)
	return b
}

// Run runs all blocks and returns when the last has returned. The error is the
// first that a block returned or panicked with, as a [*BlockError]; or that of
// ctx; or what is wrong with the graph, before anything has run.
func (p *Pipeline) Run(ctx context.Context) error {
	if p.ran {
		return fmt.Errorf("%w: it has run", ErrGraph)
	}
	p.ran = true
	if err := p.open(); err != nil {
		return err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	for _, b := range p.blocks {
		b.ctx, b.cancel = context.WithCancelCause(ctx)
	}
	group := pool.New().WithErrors()
	for _, b := range p.blocks {
		group.Go(func() error {
			return b.do(stop)
		})
	}
	if group.Wait() != nil {
		return context.Cause(ctx)
	}
	return nil
}

// open checks the graph and makes its rings.
func (p *Pipeline) open() (err error) {
	names := make(map[string]bool)
	for _, b := range p.blocks {
		if names[b.name] {
			return fmt.Errorf("%w: two blocks are named %q", ErrGraph, b.name)
		}
		names[b.name] = true
		for _, e := range b.ends {
			if err := e.check(); err != nil {
				return err
			}
		}
	}
	for _, b := range p.blocks {
		for _, e := range b.ends {
			if err = e.open(); err != nil {
				err = &BlockError{b.name, err}
				p.close(err)
				return err
			}
		}
	}
	return nil
}

func (p *Pipeline) close(err error) {
	for _, b := range p.blocks {
		for _, e := range b.ends {
			e.close(err)
		}
	}
}

// do runs the block to its end and closes its ends. An error stops all blocks,
// before those behind this one can see its stream end.
func (b *block) do(stop context.CancelCauseFunc) (err error) {
	defer b.cancel(nil)
	if r := panics.Try(func() { err = b.run(b.ctx) }); r != nil {
		err = r.AsError()
	}
	switch {
	case err == nil:
	case errors.Is(err, seamless.ErrNoReaders):
		err = nil // nobody reads what the block makes: it is done
	case errors.Is(err, context.Canceled) && errors.Is(context.Cause(b.ctx), seamless.ErrNoReaders):
		err = nil // so too when it was told while it waited
	default:
		err = &BlockError{b.name, err}
		stop(err) // the first one is the cause that remains
	}
	for _, e := range b.ends {
		e.close(err)
	}
	return err
}
