package pipeline

import (
	"context"
	"runtime/pprof"
	"runtime/trace"
	"strconv"
	"strings"
)

// label gives the run's goroutine, which calls it, the labels that profiles
// show, and says whether single calls are watched.
func (r *run) label(watched bool) {
	names := make([]string, len(r.blocks))
	for i, b := range r.blocks {
		names[i] = b.name
		b.task.slow()
		b.task.watched = watched
	}
	r.labels = pprof.WithLabels(r.p.ctx, pprof.Labels("run", strconv.FormatUint(r.number, 10), "blocks", strings.Join(names, ", ")))
	r.relabel, r.watched = false, watched
	pprof.SetGoroutineLabels(r.labels)
}

// watch is the call of a task, with a label and as a region of a trace.
func (t *task) watch() error {
	b := t.b
	if b.p.config.profiling {
		defer pprof.SetGoroutineLabels(b.run.Load().labels)
		pprof.SetGoroutineLabels(b.labelled(b.ctx))
	}
	if trace.IsEnabled() {
		defer trace.StartRegion(b.ctx, b.name).End()
	}
	return t.call()
}

// watch is the body of a block added by Go, with the time, a label and as a
// region of a trace.
func (b *block) watch() error {
	defer trace.StartRegion(b.ctx, b.name).End()
	pprof.SetGoroutineLabels(b.labelled(b.ctx))
	b.clock.began.Store(uint64(b.p.since()))
	defer func() { b.clock.ended.Store(uint64(b.p.since())) }()
	return b.body(b.ctx)
}

// labelled returns a context with the label of the block, made once.
func (b *block) labelled(ctx context.Context) context.Context {
	if b.labels == nil {
		b.labels = pprof.WithLabels(ctx, pprof.Labels("block", b.name))
	}
	return b.labels
}
