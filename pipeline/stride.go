package pipeline

// strideOf returns the short way through task.step for a block with one input
// and one output, where nothing is about but items: both streams near and
// without limits or tags, and no end in sight. Most calls are of that kind,
// and the long way round costs as much as a short call itself.
//
// It reports false when it has not called the block. What it does is what
// load, room, check and settle would do; when the call turns out not to be of
// that kind it leaves the rest to them.
func strideOf[In, Out any](t *task, from *inlet[In], to *outlet[Out], f Transformer[In, Out]) func() (bool, error) {
	for _, c := range t.carriers {
		if c.hints.retag != nil {
			return nil
		}
	}
	source, sink := &from.stream.edge, &to.stream.edge
	return func() (bool, error) {
		in, out := &t.ins[0], &t.outs[0]
		switch {
		case !source.near || !sink.near || sink.latency.limit != 0 || sink.live.Load() == 0:
			return false, nil
		case from.end.Tagged():
			return false, nil
		}
		src, err := from.end.TrySliceMin(in.least)
		if len(src) < in.least || err != nil {
			return false, nil
		}
		dst := to.blank(out.least)
		if len(dst) == 0 {
			return false, nil
		}
		all := len(src)
		src, dst = src[:min(all, in.past+in.batch)], dst[:min(len(dst), out.batch)]
		if t.rated {
			t.begin()
		}
		made, used, err := f.Transform(dst, src, false)
		in.have, in.used, in.more = len(src), used, all > len(src)
		out.have, out.made = len(dst), made
		if err != nil || uint(used) > uint(len(src)) || uint(made) > uint(len(dst)) || used|made == 0 {
			return true, t.conclude(err)
		}
		t.nothing = 0
		in.seen = len(src) - used
		in.pos, out.pos = in.pos+uint64(used), out.pos+uint64(made)
		to.end.ProduceQuietly(made)
		return true, from.end.ConsumeQuietly(used)
	}
}
