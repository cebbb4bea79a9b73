package pipeline

// Apply adds a block that turns the items of a stream into those of another.
//
// Tags go with the items: see [Rated] and [Delayed] for where they land, and
// [Propagator] and [Tagger] for blocks with a way of their own.
func Apply[In, Out any](p *Pipeline, name string, in *Stream[In], t Transformer[In, Out]) *Stream[Out] {
	s := newStream[Out](p, name)
	from, to := in.inlet(), s.outlet
	task := p.task(name, hintsOf(t), []input{from}, []output{to})
	task.call = func() (err error) {
		task.outs[0].made, task.ins[0].used, err = t.Transform(to.cur, from.cur, task.flush)
		return err
	}
	task.stride = strideThrough(task, from, to, t)
	return s
}
