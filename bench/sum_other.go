//go:build race || !amd64

package bench

// sumBlocks adds up whole blocks of floats, with eight accumulators because an
// addition takes four cycles and two may start in each. Race builds use it so
// that the detector sees the items being read.
func sumBlocks(f []float32) float32 {
	var a0, a1, a2, a3, a4, a5, a6, a7 float32
	for len(f) >= 8 {
		b := (*[8]float32)(f)
		a0, a1, a2, a3 = a0+b[0], a1+b[1], a2+b[2], a3+b[3]
		a4, a5, a6, a7 = a4+b[4], a5+b[5], a6+b[6], a7+b[7]
		f = f[8:]
	}
	return (a0 + a1) + (a2 + a3) + (a4 + a5) + (a6 + a7)
}
