package dsp

//go:noescape
func tileRealNEON(dst, src, taps *float32, quads, singles, blocks int)

//go:noescape
func tileComplexNEON(dst, src *complex64, taps *float32, quads, singles, blocks int)

//go:noescape
func turnNEON(dst, src, taps *complex64, quads, singles, blocks int)

//go:noescape
func decimateRealNEON(dst, src, taps *float32, whole, rest, stride, blocks int)

//go:noescape
func decimateComplexNEON(dst, src *complex64, taps *float32, whole, rest, stride, blocks int)

//go:noescape
func decimateTurnNEON(dst, src *complex64, taps *float32, whole, rest, stride, blocks int)

func newRealKernel(set isa, taps []float32, step int) func(dst, src []float32) {
	switch {
	case set == portable:
		return plainReal(taps, step)
	case step == 1:
		return newTile(tileRealNEON, 4, taps)
	}
	return newDecimator(decimateRealNEON, 8, 1, 4, repeated(taps, 1, 4), len(taps), step)
}

func newComplexKernel(set isa, taps []float32, step int) func(dst, src []complex64) {
	switch {
	case set == portable:
		return plainComplex(taps, step)
	case step == 1:
		return newTile(tileComplexNEON, 2, taps)
	}
	return newDecimator(decimateComplexNEON, 8, 2, 4, repeated(taps, 2, 4), len(taps), step)
}

func newTurnKernel(set isa, taps []complex64, step int) func(dst, src []complex64) {
	switch {
	case set == portable:
		return plainTurn(taps, step)
	case step == 1:
		return newTurn(taps)
	}
	return newDecimator(decimateTurnNEON, 8, 2, 4, parted(taps, 4), len(taps), step)
}

type tile[T Sample] func(dst, src *T, taps *float32, quads, singles, blocks int)

// newTile returns a filter whose registers hold lanes samples.
func newTile[T Sample](run tile[T], lanes int, taps []float32) func(dst, src []T) {
	quads, singles := len(taps)/(4*lanes), len(taps)%(4*lanes)
	order := woven(nil, taps[:len(taps)-singles], 4, lanes)
	order = append(order, taps[len(taps)-singles:]...)
	return newBlocks(16*lanes, 1, len(taps), func(dst, src *T, blocks int) {
		run(dst, src, &order[0], quads, singles, blocks)
	}).filter
}

// newTurn is newTile for complex taps.
func newTurn(taps []complex64) func(dst, src []complex64) {
	const lanes = 2
	quads, singles := len(taps)/(4*lanes), len(taps)%(4*lanes)
	order := woven(nil, taps[:len(taps)-singles], 4, lanes)
	order = append(order, taps[len(taps)-singles:]...)
	return newBlocks(8*lanes, 1, len(taps), func(dst, src *complex64, blocks int) {
		turnNEON(dst, src, &order[0], quads, singles, blocks)
	}).filter
}
