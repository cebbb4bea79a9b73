package qrs

// learn sets the levels by the open tops and decides each of them. If not even
// then one is a beat, none of them will be.
func (d *Detector) learn(dst []Beat) []Beat {
	var window, band int64
	open, n, before := d.open, d.opened, d.beats
	for _, t := range open[:n] {
		window, band = max(window, t.window), max(band, int64(t.band))
	}
	d.window.learn(window)
	d.band.learn(band)
	d.learned, d.opened, d.search = true, 0, false
	for _, t := range open[:n] {
		dst = d.decide(dst, t)
	}
	if d.beats == before {
		d.learned, d.opened, d.search = false, 0, false
		d.decided = max(d.decided, open[n-1].sample+1)
	}
	return dst
}

// decide takes a top as a beat, or as something else. A beat missed before it is
// looked for first.
func (d *Detector) decide(dst []Beat, t top) []Beat {
	for d.missed(t.sample) {
		dst = d.searchBack(dst)
	}
	if d.beats > 0 && t.sample < d.last.sample+refractory {
		return dst
	}
	isT := d.beats > 0 && t.sample < d.last.sample+tWave && t.slope < d.last.slope/2
	half := d.rhythm.n > 0 && !d.rhythm.regular()
	if !isT && d.above(t, half) {
		return d.take(dst, t, false)
	}
	d.window.other(t.window)
	d.band.other(int64(t.band))
	if !isT {
		d.keep(t)
	}
	return dst
}

func (d *Detector) above(t top, half bool) bool {
	return t.band >= least && t.window > d.window.threshold(half) && int64(t.band) > d.band.threshold(half)
}

// keep leaves a top open. Tops are refractory samples apart, and none is open for
// longer than silence and lag, so there is room.
func (d *Detector) keep(t top) {
	if t.band >= least && t.sample >= d.decided {
		d.open[d.opened] = t
		d.opened++
		d.search = true
	}
}

// missed tells whether there should have been a beat before a sample, and a search
// may find it.
func (d *Detector) missed(sample uint64) bool {
	return d.search && d.rhythm.n > 0 && sample > d.last.sample+d.rhythm.missed()
}

// searchBack is called when a beat is missed: it takes the highest open top that
// is above half of the thresholds.
func (d *Detector) searchBack(dst []Beat) []Beat {
	d.search = false
	best := -1
	for i, t := range d.open[:d.opened] {
		if d.above(t, true) && (best < 0 || t.window > d.open[best].window) {
			best = i
		}
	}
	if best < 0 {
		return dst
	}
	return d.take(dst, d.open[best], true)
}

// take appends a beat and closes what is open before it.
func (d *Detector) take(dst []Beat, t top, back bool) []Beat {
	d.window.found(t.window, back)
	d.band.found(int64(t.band), back)
	b := Beat{Sample: t.sample}
	if d.beats > 0 {
		b.Interval = t.sample - d.last.sample
		if b.Interval <= silence {
			d.rhythm.add(b.Interval)
		}
	}
	d.beats++
	d.last, d.decided = t, t.sample+refractory
	left := 0
	for _, o := range d.open[:d.opened] {
		if o.sample >= d.decided {
			d.open[left] = o
			left++
		}
	}
	d.opened, d.search = left, left > 0
	return append(dst, b)
}
