package pipelinetest_test

import (
	"fmt"
	"testing"

	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/pipeline"
	"github.com/seed-ff569660/seamless/pipeline/pipelinetest"
)

// pairs adds up two items at a time.
type pairs struct{}

func (pairs) Rate() (out, in int) { return 1, 2 }

func (pairs) Transform(dst, src []int, _ bool) (nDst, nSrc int, err error) {
	for ; nDst < len(dst) && nSrc+2 <= len(src); nDst, nSrc = nDst+1, nSrc+2 {
		dst[nDst] = src[nSrc] + src[nSrc+1]
	}
	return nDst, nSrc, nil
}

func ExampleSameForEveryCut() {
	t := new(testing.T) // the test's own
	src := []int{1, 2, 3, 4, 5, 6, 7}
	tags := []metadata.Tag{metadata.New(3, "here", true), metadata.New(6, "too late", true)}
	fmt.Println(pipelinetest.SameForEveryCut(t, func() pipeline.Transformer[int, int] { return pairs{} }, src, tags))
	// Output: [3 7 11] [here=true@1 too late=true@3]
}

// forgets loses its state between calls: it numbers the items of each.
type forgets struct{}

func (forgets) Transform(dst, src []int, _ bool) (int, int, error) {
	n := min(len(dst), len(src))
	for i := range n {
		dst[i] = i
	}
	return n, n, nil
}

// failures keeps what a check has to say.
type failures struct{ text string }

func (f *failures) Helper() {}
func (f *failures) Fatalf(format string, args ...any) {
	if f.text == "" {
		f.text = fmt.Sprintf(format, args...)
	}
}

func TestABlockThatDependsOnTheCutIsFound(t *testing.T) {
	var f failures
	pipelinetest.SameForEveryCut(&f, func() pipeline.Transformer[int, int] { return forgets{} }, make([]int, 10), nil)
	if want := "an item at a time: items: number 1 is 0, was 1"; f.text != want {
		t.Errorf("got %q, want %q", f.text, want)
	}
}

func TestTagsOfABlockWithoutARateMayDependOnTheCut(t *testing.T) {
	var f failures
	pipelinetest.SameForEveryCut(&f, func() pipeline.Transformer[int, int] {
		return pipeline.TransformFunc[int, int](func(dst, src []int, eof bool) (int, int, error) { return pairs{}.Transform(dst, src, eof) })
	}, make([]int, 10), []metadata.Tag{metadata.New(5, "k", 1)})
	if f.text != "" {
		t.Errorf("a tag at 5 lands on 2 in each cut here: %s", f.text)
	}
}
