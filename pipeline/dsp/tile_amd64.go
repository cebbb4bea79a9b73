package dsp

// The filters that keep every output; tile_amd64.h tells how they go about it.

//go:noescape
func tileRealAVX2(dst, src, taps *float32, quads, pairs, singles, blocks int)

//go:noescape
func tileComplexAVX2(dst, src *complex64, taps *float32, quads, pairs, singles, blocks int)

//go:noescape
func tileRealAVX512(dst, src, taps *float32, quads, pairs, singles, blocks int)

//go:noescape
func tileComplexAVX512(dst, src *complex64, taps *float32, quads, pairs, singles, blocks int)

//go:noescape
func turnAVX2(dst, src, taps *complex64, pairs, singles, blocks int)

//go:noescape
func turnAVX512(dst, src, taps *complex64, pairs, singles, blocks int)

type tile[T Sample] func(dst, src *T, taps *float32, quads, pairs, singles, blocks int)

// newTile returns a filter whose registers hold lanes samples.
func newTile[T Sample](run tile[T], lanes int, taps []float32) func(dst, src []T) {
	quads := len(taps) / (4 * lanes)
	pairs := len(taps) / (2 * lanes) % 2
	singles := len(taps) % (2 * lanes)
	order := woven(nil, taps[:quads*4*lanes], 4, lanes)
	order = woven(order, taps[quads*4*lanes:len(taps)-singles], 2, lanes)
	order = append(order, taps[len(taps)-singles:]...)
	return newBlocks(8*lanes, 1, len(taps), func(dst, src *T, blocks int) {
		run(dst, src, &order[0], quads, pairs, singles, blocks)
	}).filter
}

// newTurn is newTile for complex taps.
func newTurn(run func(dst, src, taps *complex64, pairs, singles, blocks int), lanes int, taps []complex64) func(dst, src []complex64) {
	pairs, singles := len(taps)/(2*lanes), len(taps)%(2*lanes)
	order := woven(nil, taps[:len(taps)-singles], 2, lanes)
	order = append(order, taps[len(taps)-singles:]...)
	return newBlocks(4*lanes, 1, len(taps), func(dst, src *complex64, blocks int) {
		run(dst, src, &order[0], pairs, singles, blocks)
	}).filter
}
