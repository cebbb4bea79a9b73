package metadata

// Metadata is the store of the tags of one stream. One goroutine, the writer,
// calls Add and Drop; any number of goroutines call Range at the same time.
//
// Positions are absolute counts of items since the stream began.
type Metadata interface {
	// Add stores tags; the tag with Offset o lies at position+o, o >= 0. Calls
	// come with rising position. The slice is the caller's: it is not kept.
	Add(position uint64, tags []Tag)

	// Range appends to dst the tags with from <= position < to, their Offset
	// relative to from, ordered by position and at one position in the order
	// they were added.
	Range(dst []Tag, from, to uint64) []Tag

	// Drop says that tags before a position are no longer wanted.
	Drop(before uint64)
}

// Nothing is the store that keeps no tags.
type Nothing struct{}

func (Nothing) Add(uint64, []Tag)                  {}
func (Nothing) Range(dst []Tag, _, _ uint64) []Tag { return dst }
func (Nothing) Drop(uint64)                        {}
