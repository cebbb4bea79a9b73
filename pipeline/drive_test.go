package pipeline_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/pipeline"
	"github.com/seed-ff569660/seamless/pipeline/pipelinetest"
)

// A block is run on a slice, two items at a time.
func ExampleDrive() {
	tags := []metadata.Tag{metadata.New(3, "here", true)}
	fmt.Println(pipeline.Drive(sumsOfTwo{}, []int{1, 2, 3, 4, 5}, tags, func() int { return 2 }))
	// Output: [3 7] [here=true@1] <nil>
}

func TestDriveJoinAndSplitInEveryCut(t *testing.T) {
	rnd := seeded(t)
	for n := range rounds(200) {
		_, cut := pipelinetest.Cut(rnd.Uint64(), n)
		items := 1 + rnd.IntN(300)
		tagsA, tagsB := numbered(rnd, items, 10), shifted(numbered(rnd, items, 10), 100)
		sum, landed, err := pipeline.DriveJoin(blend2{}, numbers(items), numbers(items+rnd.IntN(5)), asTags(tagsA), asTags(tagsB), cut)
		require.NoError(t, err)
		require.Len(t, sum, items)
		require.Equal(t, 2*(items-1), sum[items-1])
		require.Equal(t, merged(tagsA, tagsB), asPlaced(landed, 0))

		a, b, landedA, landedB, err := pipeline.DriveSplit(quotients{}, numbers(items), asTags(tagsA), cut)
		require.NoError(t, err)
		require.Len(t, a, items)
		require.Len(t, b, items)
		require.Equal(t, (items-1)/2, a[items-1])
		require.Equal(t, tagsA, asPlaced(landedA, 0))
		require.Equal(t, tagsA, asPlaced(landedB, 0))
	}
}

func TestDriveEdges(t *testing.T) {
	dst, tags, err := pipeline.Drive(sumsOfTwo{}, nil, nil, nil)
	require.NoError(t, err)
	require.Empty(t, dst)
	require.Empty(t, tags)

	boom := errors.New("boom")
	_, _, err = pipeline.Drive(pipeline.TransformFunc[int, int](func(_, _ []int, _ bool) (int, int, error) { return 0, 0, boom }), []int{1}, nil, nil)
	require.ErrorIs(t, err, boom)
	_, _, err = pipeline.Drive(pipeline.TransformFunc[int, int](func(dst, _ []int, _ bool) (int, int, error) { return len(dst) + 1, 0, nil }), []int{1}, nil, nil)
	require.ErrorContains(t, err, "it made")

	// A block that keeps its history in src is asked again with more of it.
	src := slices.Repeat([]int{1}, 5000)
	dst, _, err = pipeline.Drive(sums{1000, 7}, src, nil, func() int { return 3 })
	require.NoError(t, err)
	require.Len(t, dst, (5000+6)/7)
	require.Equal(t, 1000, dst[0])
}

// frames is a join that works on whole frames of each input.
type frames struct{ size int }

func (f frames) Join(dst, a, b []int, _ bool) (nDst, nA, nB int, err error) {
	for n := f.size; nDst+2*n <= len(dst) && nA+n <= len(a) && nB+n <= len(b); nA, nB = nA+n, nB+n {
		nDst += copy(dst[nDst:], a[nA:nA+n])
		nDst += copy(dst[nDst:], b[nB:nB+n])
	}
	return nDst, nA, nB, nil
}

func (f frames) MinOutput() int { return 2 * f.size }

// TestJoinThatNeedsMoreThanABatch also leaves items at the end, of which it is
// not told by their number alone.
func TestJoinThatNeedsMoreThanABatch(t *testing.T) {
	rnd := seeded(t)
	for _, batch := range []int{1, 10, 99, 100, 101, 5000} {
		for _, n := range []int{0, 1, 99, 100, 101, 5050} {
			p := pipeline.New(pipeline.WithMaxBatch(batch))
			a := pipeline.SourceTags(p, "a", give(rnd, numbers(n), nil, 50))
			b := pipeline.SourceTags(p, "b", give(rnd, numbers(n), nil, 70))
			var got []int
			pipeline.Sink(p, "sink", pipeline.Join2(p, "frames", a, b, frames{100}), into(&got))
			require.NoError(t, run(t, p), "batch %d items %d", batch, n)
			require.Len(t, got, 2*(n-n%100))
		}
	}
}
