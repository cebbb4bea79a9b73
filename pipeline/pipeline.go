package pipeline

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/internal/fence"
	"github.com/sourcegraph/conc"
)

// Pipeline is a flowgraph: first it is built, then it runs, once. Building it
// belongs to one goroutine.
type Pipeline struct {
	config config
	fenced bool // fence.All works
	blocks []*block

	ctx     context.Context
	cancel  context.CancelCauseFunc
	stopped atomic.Bool // ctx is done
	ran     atomic.Bool
	workers conc.WaitGroup
	asleep  atomics.Uint32 // 1: the supervisor sleeps
	roused  chan struct{}

	mu   sync.Mutex // guards runs
	runs []*run     // not yet over

	numbers atomic.Uint64 // runs ever made

	seen  sync.RWMutex // held to write while Run makes and leaves what Stats looks at
	began time.Time    // Run; under seen, as the next
	ended time.Time
}

// New returns an empty pipeline.
func New(opts ...Option) *Pipeline {
	p := &Pipeline{config: defaults(), roused: make(chan struct{}, 1), fenced: fence.CanAll()}
	for _, o := range opts {
		o(&p.config)
	}
	return p
}

// Go adds a block of any shape: f is run on a goroutine of its own, and may
// wait. The ends, made by [Stream.Input] and [NewStream], are closed when f
// returns.
//
// While f waits at one of its ends it is taken to do nothing else: when all
// blocks wait for each other Run returns [ErrTooSmall].
func (p *Pipeline) Go(name string, f func(ctx context.Context) error, ends ...End) {
	b := p.add(name)
	b.body = f
	for _, e := range ends {
		e.attach(b)
	}
}

// End is an end of a stream that belongs to a block added by [Pipeline.Go].
type End interface{ attach(b *block) }

func (p *Pipeline) add(name string) *block {
	b := &block{p: p, name: name}
	p.blocks = append(p.blocks, b)
	return b
}

// Run runs all blocks and returns when the last has returned. The error is the
// first that a block returned or panicked with, as a [*BlockError]; or that of
// ctx; or what is wrong with the graph, before anything has run.
func (p *Pipeline) Run(ctx context.Context) error {
	if p.ran.Swap(true) {
		return fmt.Errorf("%w: it has run", ErrGraph)
	}
	p.ctx, p.cancel = context.WithCancelCause(ctx)
	defer p.cancel(nil)
	for _, b := range p.blocks {
		b.ctx, b.cancel = context.WithCancelCause(p.ctx)
	}
	if err := p.begin(); err != nil {
		return err
	}
	defer p.end()
	defer context.AfterFunc(p.ctx, func() { p.stopped.Store(true) })()
	p.start()
	return context.Cause(p.ctx)
}

// begin is open for those who look on.
func (p *Pipeline) begin() error {
	p.seen.Lock()
	defer p.seen.Unlock()
	err := p.open()
	p.began = time.Now()
	if err != nil {
		p.ended = p.began
	}
	return err
}

// end is called when the last block has returned.
func (p *Pipeline) end() {
	p.seen.Lock()
	defer p.seen.Unlock()
	p.ended = time.Now()
}

// stop ends all blocks; the first cause is the one that remains.
func (p *Pipeline) stop(cause error) {
	p.cancel(cause)
	p.stopped.Store(true)
}

// open checks the graph and makes its rings.
func (p *Pipeline) open() error {
	if err := p.arrange(); err != nil {
		p.close(err) // the ends outside
		return err
	}
	if d := p.config.maxLatency; d != 0 {
		p.spread(d)
	}
	for _, b := range p.blocks {
		for _, e := range b.ends {
			if err := e.open(); err != nil {
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

// start puts the blocks to work and waits for their end: one goroutine for each that was added by Go,
// and one for all the others that hang together.
func (p *Pipeline) start() {
	group := make(map[*block]*run) // of the blocks that have a task
	for _, b := range p.blocks {
		if b.task == nil {
			if b.body != nil {
				p.workers.Go(b.work)
			}
			continue
		}
		r := p.newRun()
		r.blocks = []*block{b}
		group[b] = r
		for _, e := range b.from {
			before := group[e.maker]
			if before == nil || before == group[b] {
				continue
			}
			r := group[b]
			before.blocks = append(before.blocks, r.blocks...)
			for _, b := range r.blocks {
				group[b] = before
			}
		}
	}
	done := make(map[*run]bool)
	for _, b := range p.blocks {
		if r := group[b]; r != nil && !done[r] {
			done[r] = true
			r.adopt(nil)
			p.launch(r)
		}
	}
	ended := make(chan struct{})
	var supervisor conc.WaitGroup
	supervisor.Go(func() { p.supervise(ended) })
	p.workers.Wait()
	close(ended)
	supervisor.Wait()
}
