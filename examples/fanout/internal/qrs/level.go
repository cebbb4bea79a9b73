package qrs

// level follows the height of beats and of noise in one signal.
type level struct{ beat, noise int64 }

// learn sets the levels from the highest top of a stretch.
func (l *level) learn(highest int64) { l.beat, l.noise = highest/2, highest/16 }

// found and other let the levels follow a top. One found on a search back counts
// twice.
func (l *level) found(height int64, back bool) {
	if back {
		l.beat += (height - l.beat) / 4
	} else {
		l.beat += (height - l.beat) / 8
	}
}

func (l *level) other(height int64) { l.noise += (height - l.noise) / 8 }

// threshold is what a beat is above; half of it where beats are missed or come
// unevenly.
func (l *level) threshold(half bool) int64 {
	t := l.noise + (l.beat-l.noise)/4
	if half {
		return t / 2
	}
	return t
}

// rhythm follows the intervals between beats, in samples.
type rhythm struct {
	recent [8]uint64 // all
	even   [8]uint64 // those near the mean of even
	n, m   int       // how many of each there were
}

// add takes an interval: of the first, all places are filled.
func (r *rhythm) add(interval uint64) {
	put(&r.recent, &r.n, interval)
	if mean := sum(&r.even); r.m == 0 || interval*8*100 >= 92*mean && interval*8*100 <= 116*mean {
		put(&r.even, &r.m, interval)
	}
	if r.regular() {
		r.even = r.recent
	}
}

func put(list *[8]uint64, n *int, interval uint64) {
	if *n == 0 {
		for i := range list {
			list[i] = interval
		}
	}
	list[*n%len(list)] = interval
	*n++
}

func sum(list *[8]uint64) (s uint64) {
	for _, v := range list {
		s += v
	}
	return s
}

// regular tells whether the last eight intervals are all near their mean.
func (r *rhythm) regular() bool {
	mean := sum(&r.recent)
	for _, v := range r.recent {
		if v*8*100 < 92*mean || v*8*100 > 116*mean {
			return false
		}
	}
	return true
}

// missed returns after how many samples without a beat one is missed; 0 while that
// is not known.
func (r *rhythm) missed() uint64 {
	list := &r.even
	if !r.regular() {
		list = &r.recent
	}
	return sum(list) * 166 / 800
}
