package pipeline

import (
	"time"

	"github.com/seed-ff569660/seamless/internal/atomics"
)

// stretches is the sum of the times between begin and end, of which the last
// may still go on. One goroutine at a time writes, any may read; all give the
// time as ns since the same moment.
//
// It is one word, so that a reader meets no state in between: twice the sum,
// or while one goes on twice the sum without its beginning, plus 1.
type stretches struct{ word atomics.Uint64 }

func (s *stretches) begin(now time.Duration) {
	s.word.StoreRelease(uint64(int64(s.word.Load())-2*int64(now)) | 1)
}

// end does nothing where none goes on.
func (s *stretches) end(now time.Duration) {
	if v := s.word.Load(); v&1 != 0 {
		s.word.StoreRelease(uint64(int64(v&^1) + 2*int64(now)))
	}
}

// sum returns the sum up to now.
func (s *stretches) sum(now time.Duration) time.Duration {
	v := s.word.Load()
	sum := time.Duration(int64(v&^1) / 2)
	if v&1 != 0 {
		sum += now
	}
	return max(0, sum)
}
