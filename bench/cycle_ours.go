package bench

import "context"

func circularCycle(readers int) (*Subject, error) {
	w, ends, err := circularEnds[uint64](ringItems, readers, nil)
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	run := func(n int) error {
		var total uint64
		for i := range uint64(n) {
			s, err := w.Slice(ctx, 1)
			if err != nil {
				return err
			}
			s[0] = i
			w.Produce(1)
			for _, r := range ends {
				s, err := r.Slice(ctx, 1)
				if err != nil {
					return err
				}
				total += s[0]
				if err := r.Consume(1); err != nil {
					return err
				}
			}
		}
		return cycled(total, n, readers)
	}
	return &Subject{Run: run, Close: func() { closeEnds(w, ends) }}, nil
}

func circularTryMinCycle(readers int) (*Subject, error) {
	w, ends, err := circularEnds[uint64](ringItems, readers, nil)
	if err != nil {
		return nil, err
	}
	run := func(n int) error {
		var total uint64
		for i := range uint64(n) {
			w.TrySliceMin(1)[0] = i
			w.Produce(1)
			for _, r := range ends {
				s, err := r.TrySliceMin(1)
				if err != nil {
					return err
				}
				total += s[0]
				if err := r.Consume(1); err != nil {
					return err
				}
			}
		}
		return cycled(total, n, readers)
	}
	return &Subject{Run: run, Close: func() { closeEnds(w, ends) }}, nil
}

func circularTryCycle(readers int) (*Subject, error) {
	w, ends, err := circularEnds[uint64](ringItems, readers, nil)
	if err != nil {
		return nil, err
	}
	run := func(n int) error {
		var total uint64
		for i := range uint64(n) {
			w.TrySlice()[0] = i
			w.Produce(1)
			for _, r := range ends {
				s, err := r.TrySlice()
				if err != nil {
					return err
				}
				total += s[0]
				if err := r.Consume(1); err != nil {
					return err
				}
			}
		}
		return cycled(total, n, readers)
	}
	return &Subject{Run: run, Close: func() { closeEnds(w, ends) }}, nil
}

func lockfreeCycle(readers int) (*Subject, error) {
	w, ends, err := lockfreeEnds[uint64](ringItems, readers)
	if err != nil {
		return nil, err
	}
	run := func(n int) error {
		var total uint64
		for i := range uint64(n) {
			w.TrySliceMin(1)[0] = i
			w.Produce(1)
			for _, r := range ends {
				s, err := r.TrySliceMin(1)
				if err != nil {
					return err
				}
				total += s[0]
				if err := r.Consume(1); err != nil {
					return err
				}
			}
		}
		return cycled(total, n, readers)
	}
	return &Subject{Run: run, Close: func() { closeEnds(w, ends) }}, nil
}

func lockfreeTryCycle(readers int) (*Subject, error) {
	w, ends, err := lockfreeEnds[uint64](ringItems, readers)
	if err != nil {
		return nil, err
	}
	run := func(n int) error {
		var total uint64
		for i := range uint64(n) {
			w.TrySlice()[0] = i
			w.Produce(1)
			for _, r := range ends {
				s, err := r.TrySlice()
				if err != nil {
					return err
				}
				total += s[0]
				if err := r.Consume(1); err != nil {
					return err
				}
			}
		}
		return cycled(total, n, readers)
	}
	return &Subject{Run: run, Close: func() { closeEnds(w, ends) }}, nil
}
