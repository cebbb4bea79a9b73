//go:build !race

package bench

// sumBlocks adds up whole blocks of floats: eight accumulators of four floats,
// because an addition takes four cycles and two may start in each. SSE is part
// of every amd64, so there is nothing to ask the processor.
//
//go:noescape
func sumBlocks(f []float32) float32
