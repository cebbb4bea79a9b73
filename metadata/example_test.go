package metadata_test

import (
	"fmt"

	"github.com/seed-ff569660/seamless/metadata"
)

// A writer retunes at item 1000; a reader that holds items 900 to 1100 sees
// the tag at offset 100 of its slice.
func Example() {
	store := metadata.NewTags()
	store.Add(1000, []metadata.Tag{
		{Offset: 0, Key: metadata.KeyFreq, Value: metadata.Float64Value(93.1e6)},
		{Offset: 20, Key: "label", Value: metadata.StringValue("glitch")},
	})

	for _, tag := range store.Range(nil, 900, 1100) {
		fmt.Println(tag.Offset, tag.Key, tag.Value)
	}
	store.Drop(1010) // every reader is past 1010
	fmt.Println(store.Range(nil, 900, 1100))
	// Output:
	// 100 rx_freq 9.31e+07
	// 120 label glitch
	// [label=glitch@120]
}

func ExampleValue() {
	v := metadata.AnyValue(int32(-5))
	fmt.Println(v.Kind(), v, v.Int64()+1)
	// Output: Int64 -5 -4
}

func ExampleAppendTag() {
	record, err := metadata.AppendTag(nil, 1000, metadata.New(7, "gain", 12.5))
	if err != nil {
		fmt.Println(err)
		return
	}
	position, tag, n, err := metadata.DecodeTag(record)
	fmt.Println(position, tag.Key, tag.Value, n == len(record), err)
	// Output: 1007 gain 12.5 true <nil>
}
