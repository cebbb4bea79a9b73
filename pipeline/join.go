package pipeline

// Joiner2 is a block with two inputs and one output. It is a [Transformer] in
// all else: Join works on what is there and says how much of each it has made
// and used. It is called with at least one item of each input; atEOF says that
// an input will not grow any more, and then Join is called until it returns
// 0, 0, 0 with nothing left of that input, or nothing to come of the other.
type Joiner2[A, B, Out any] interface {
	Join(dst []Out, a []A, b []B, atEOF bool) (nDst, nA, nB int, err error)
}

// Join2 adds a block that makes one stream of two.
func Join2[A, B, Out any](p *Pipeline, name string, a *Stream[A], b *Stream[B], j Joiner2[A, B, Out]) *Stream[Out] {
	s := newStream[Out](p, name)
	inA, inB, to := a.inlet(), b.inlet(), s.outlet
	task := p.task(name, hintsOf(j), []input{inA, inB}, []output{to})
	task.call = func() (err error) {
		task.outs[0].made, task.ins[0].used, task.ins[1].used, err = j.Join(to.cur, inA.cur, inB.cur, task.flush)
		return err
	}
	return s
}

// Joiner3 is a [Joiner2] with three inputs.
type Joiner3[A, B, C, Out any] interface {
	Join(dst []Out, a []A, b []B, c []C, atEOF bool) (nDst, nA, nB, nC int, err error)
}

// Join3 adds a block that makes one stream of three.
func Join3[A, B, C, Out any](p *Pipeline, name string, a *Stream[A], b *Stream[B], c *Stream[C], j Joiner3[A, B, C, Out]) *Stream[Out] {
	s := newStream[Out](p, name)
	inA, inB, inC, to := a.inlet(), b.inlet(), c.inlet(), s.outlet
	task := p.task(name, hintsOf(j), []input{inA, inB, inC}, []output{to})
	task.call = func() (err error) {
		task.outs[0].made, task.ins[0].used, task.ins[1].used, task.ins[2].used, err = j.Join(to.cur, inA.cur, inB.cur, inC.cur, task.flush)
		return err
	}
	return s
}

// Splitter is a block with one input and two outputs, a [Transformer] in all
// else. A stream that nobody reads any more is still made, and thrown away.
type Splitter[In, A, B any] interface {
	Split(a []A, b []B, src []In, atEOF bool) (nA, nB, nSrc int, err error)
}

// Split adds a block that makes two streams of one.
func Split[In, A, B any](p *Pipeline, name string, in *Stream[In], t Splitter[In, A, B]) (*Stream[A], *Stream[B]) {
	a, b := newStream[A](p, name), newStream[B](p, name)
	from, toA, toB := in.inlet(), a.outlet, b.outlet
	task := p.task(name, hintsOf(t), []input{from}, []output{toA, toB})
	task.call = func() (err error) {
		task.outs[0].made, task.outs[1].made, task.ins[0].used, err = t.Split(toA.cur, toB.cur, from.cur, task.flush)
		return err
	}
	return a, b
}
