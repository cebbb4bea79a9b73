package rds_test

import "testing"

type transformer[In, Out any] interface {
	Transform(dst []Out, src []In, atEOF bool) (nDst, nSrc int, err error)
}

// drive feeds all of src through t in pieces whose sizes batch chooses.
func drive[In, Out any](tb testing.TB, t transformer[In, Out], src []In, batch func() int) []Out {
	tb.Helper()
	var out []Out
	for used, shown := 0, 0; ; {
		dst := make([]Out, batch())
		nDst, nSrc, err := t.Transform(dst, src[used:shown:shown], shown == len(src))
		if err != nil || nDst > len(dst) || nSrc > shown-used {
			tb.Fatalf("Transform(dst of %d, src of %d) = %d, %d, %v", len(dst), shown-used, nDst, nSrc, err)
		}
		out, used = append(out, dst[:nDst]...), used+nSrc
		if nDst > 0 || nSrc > 0 {
			continue
		}
		if shown == len(src) {
			if used < shown {
				tb.Fatalf("%T stands still with %d samples unused", t, shown-used)
			}
			return out
		}
		shown = min(shown+batch(), len(src))
	}
}

func pieces(n int) func() int { return func() int { return n } }
