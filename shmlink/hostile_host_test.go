//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux || windows

package shmlink

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// impostor is a host that answers one reader as it likes.
type impostor struct {
	*testing.T
	grant accept
	files []*os.File // items, tags, control, doorbell
	item  facts
	tag   facts
	// What the reader maps, writable here.
	header, tagsHead, control *shm.Region
	conn                      *shm.Conn
	give                      []func() error
}

// segment makes what a host hands out, sealed as kind, or not at all.
func (i *impostor) segment(size int, kind shm.Kind, sealed bool) (*os.File, *shm.Region) {
	s, err := shm.Create("seamless-impostor", size)
	require.NoError(i, err)
	r, err := s.Map(0, size, true)
	require.NoError(i, err)
	if sealed {
		require.NoError(i, s.Seal(kind))
	}
	i.give = append(i.give, s.Close, r.Close)
	return s.File(), r
}

// honest fills in all that an honest host would.
func (i *impostor) honest() {
	page := shm.PageSize()
	item, err := layoutOf[uint64]()
	require.NoError(i, err)
	i.item = facts{item: item, kind: kindItems, capacity: page / 8, maxReaders: 1, epoch: 7, writer: os.Getpid()}
	i.tag = facts{item: itemLayout{size: 1, align: 1}, kind: kindTags, capacity: page, epoch: 7}
	i.grant = accept{
		version: protocol, reader: 1, epoch: 7, items: uint64(page / 8), segment: uint64(2 * page),
		tags: uint64(page), tagged: uint64(2 * page), control: uint32(page),
	}
	i.files = make([]*os.File, 4)
	i.files[0], i.header = i.segment(2*page, shm.Data, true)
	i.files[1], i.tagsHead = i.segment(2*page, shm.Data, true)
	i.files[2], i.control = i.segment(page, shm.Control, true)
	door, far, err := shm.NewDoorbell()
	require.NoError(i, err)
	i.files[3] = far
	i.give = append(i.give, door.Close, far.Close)
	i.head(i.header, &i.item)
	i.head(i.tagsHead, &i.tag)
}

// head writes a header into the first page of a segment.
func (i *impostor) head(r *shm.Region, f *facts) {
	f.write(r) // of the whole segment, which its length would say
	native.PutUint32(r.Bytes(atSize, 4), uint32(shm.PageSize()))
}

// answers sends the grant with the files, and lets the reader in.
func (i *impostor) answers() {
	i.says(i.grant.encode(), i.files...)
	if i.hears(msgReady) {
		i.says(message(wordSize, msgJoined))
	}
}

// hears waits for a message that is one word. The reader may hang up instead.
func (i *impostor) hears(kind uint16) bool {
	b := make([]byte, maxMessage)
	n, _, err := i.conn.Receive(b, 0)
	return err == nil && isWord(b[:n], kind)
}

func (i *impostor) says(b []byte, files ...*os.File) { require.NoError(i, i.conn.Send(b, files...)) }

func set32(r *shm.Region, off int, v uint32) { shm.At[atomics.Uint32](r, off).Store(v) }
func set64(r *shm.Region, off int, v uint64) { shm.At[atomics.Uint64](r, off).Store(v) }

// opened has a reader meet an impostor, and use what it gets if it gets in.
func opened(t *testing.T, act func(i *impostor), use func(i *impostor, r *Reader[uint64])) (err error) {
	i := &impostor{T: t}
	defer func() {
		for _, give := range i.give {
			require.NoError(t, give())
		}
	}()
	name := unused()
	l, err := shm.Listen(name)
	require.NoError(t, err)
	i.give = append(i.give, l.Close)
	done := make(chan struct{})
	i.honest()
	go func() {
		defer close(done)
		var err error
		if i.conn, err = l.Accept(); err != nil {
			return
		}
		if _, _, err = i.conn.Receive(make([]byte, maxMessage), 0); err == nil {
			act(i)
		}
	}()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if t.Name() == "TestHostileHosts/Nothing" {
		ctx, cancel = context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
	}
	r, err := Open[uint64](ctx, name)
	<-done
	defer func() { require.NoError(t, i.conn.Close()) }()
	if err != nil {
		require.Nil(t, r)
		return err
	}
	if use != nil {
		use(i, r)
	}
	_ = i.conn.Close() // or a reader that leaves waits for that
	require.NoError(t, r.Close())
	return nil
}

// TestHostileHosts meets hosts that do not keep to the protocol. Each gives an
// error that says so, and leaves nothing.
func TestHostileHosts(t *testing.T) {
	page := shm.PageSize()
	granted := func(change func(a *accept)) func(i *impostor) {
		return func(i *impostor) { change(&i.grant); i.answers() }
	}
	items := func(off int, v uint32) func(i *impostor) {
		return func(i *impostor) { set32(i.header, off, v); i.answers() }
	}
	plain := func(i *impostor) *os.File {
		f, err := os.CreateTemp(t.TempDir(), "plain")
		require.NoError(i, err)
		require.NoError(i, f.Truncate(int64(2*page)))
		i.give = append(i.give, f.Close)
		return f
	}
	replaced := func(at int, file func(i *impostor) *os.File) func(i *impostor) {
		return func(i *impostor) { i.files[at] = file(i); i.answers() }
	}
	made := func(size int, kind shm.Kind, sealed bool) func(i *impostor) *os.File {
		return func(i *impostor) *os.File { f, r := i.segment(size, kind, sealed); i.head(r, &i.item); return f }
	}
	ready := func(answer []byte) func(i *impostor) {
		return func(i *impostor) {
			i.says(i.grant.encode(), i.files...)
			require.True(i, i.hears(msgReady))
			i.says(answer)
		}
	}
	for name, c := range map[string]struct {
		act  func(i *impostor)
		want error
	}{
		"Honest":        {func(i *impostor) { i.answers() }, nil},
		"NoDescriptors": {func(i *impostor) { i.says(i.grant.encode()) }, ErrPeerCorrupt},
		"TooFew":        {func(i *impostor) { i.says(i.grant.encode(), i.files[:3]...) }, ErrPeerCorrupt},
		"TooMany":       {func(i *impostor) { i.says(i.grant.encode(), append(i.files, i.files...)...) }, shm.ErrTooManyFiles},
		"OneTooMany":    {func(i *impostor) { i.says(i.grant.encode(), append(i.files, i.files[0])...) }, shm.ErrTooManyFiles},
		"NoTags":        {granted(func(a *accept) { a.tagged = 0 }), ErrPeerCorrupt},

		"Version":         {granted(func(a *accept) { a.version = 2 }), ErrVersion},
		"Policy":          {granted(func(a *accept) { a.policy = 3 }), ErrPeerCorrupt},
		"NoItems":         {granted(func(a *accept) { a.items, a.segment = 0, uint64(page) }), ErrPeerCorrupt},
		"HugeItems":       {granted(func(a *accept) { a.items = 1 << 63 }), ErrPeerCorrupt},
		"OverflowingSize": {granted(func(a *accept) { a.items = 1<<61 + uint64(page/8) }), ErrPeerCorrupt},
		"HugeSegment":     {granted(func(a *accept) { a.items = 1 << 25; a.segment = uint64(page) + 1<<28 }), shm.ErrWrongSize},
		"HalfItems":       {granted(func(a *accept) { a.items /= 2 }), ErrPeerCorrupt},
		"NoPages":         {granted(func(a *accept) { a.items--; a.segment -= 8 }), shm.ErrUnaligned},
		"LongSegment":     {granted(func(a *accept) { a.items *= 2; a.segment += uint64(page) }), shm.ErrWrongSize},
		"HugeTags":        {granted(func(a *accept) { a.tags, a.tagged = 1<<63, 1<<63+uint64(page) }), ErrPeerCorrupt},
		"NoTagSpace":      {granted(func(a *accept) { a.tags, a.tagged = 0, uint64(page) }), ErrPeerCorrupt},
		"LongTags":        {granted(func(a *accept) { a.tags *= 2; a.tagged += uint64(page) }), shm.ErrWrongSize},
		"Control":         {granted(func(a *accept) { a.control *= 2 }), ErrPeerCorrupt},
		"Epoch":           {granted(func(a *accept) { a.epoch++ }), ErrPeerCorrupt},

		"Magic":        {items(atMagic, 1), ErrPeerCorrupt},
		"HeadVersion":  {items(atVersion, 2), ErrVersion},
		"HeadSize":     {items(atSize, 0), ErrPeerCorrupt},
		"ByteOrder":    {items(atOrder, 0x04030201), ErrPeerCorrupt},
		"PageSize":     {items(atPage, 1), ErrPeerCorrupt},
		"ItemSize":     {items(atItemSize, 4), ErrPeerCorrupt},
		"ItemAlign":    {items(atItemAlign, 64), ErrPeerCorrupt},
		"ItemPrint":    {items(atPrint, 0), ErrPeerCorrupt},
		"Capacity":     {items(atCapacity, 1), ErrPeerCorrupt},
		"HugeCapacity": {items(atCapacity+4, 1<<31), ErrPeerCorrupt},
		"Kind":         {items(atKind, kindTags), ErrPeerCorrupt},
		"HeadEpoch":    {items(atEpoch, 8), ErrPeerCorrupt},
		"LongName":     {items(atTypeName, 0xffffffff), nil}, // cut
		"TagsKind":     {func(i *impostor) { set32(i.tagsHead, atKind, kindItems); i.answers() }, ErrPeerCorrupt},
		"TagsCapacity": {func(i *impostor) { set32(i.tagsHead, atCapacity, 1); i.answers() }, ErrPeerCorrupt},
		"TagsMagic":    {func(i *impostor) { set32(i.tagsHead, atMagic, 0); i.answers() }, ErrPeerCorrupt},
		"TagsEpoch":    {func(i *impostor) { set32(i.tagsHead, atEpoch, 0); i.answers() }, ErrPeerCorrupt},

		"Unsealed":        {replaced(0, made(2*page, shm.Data, false)), shm.ErrUnsealed},
		"SealedAsControl": {replaced(0, made(2*page, shm.Control, true)), shm.ErrUnsealed},
		"Short":           {replaced(0, made(page, shm.Data, true)), shm.ErrWrongSize},
		"PlainFile":       {replaced(0, plain), shm.ErrNotMemory},
		"Doorbell":        {replaced(0, func(i *impostor) *os.File { return i.files[3] }), shm.ErrNotMemory},
		"TagsUnsealed":    {replaced(1, made(2*page, shm.Data, false)), shm.ErrUnsealed},
		"TagsPlainFile":   {replaced(1, plain), shm.ErrNotMemory},
		"ControlUnsealed": {replaced(2, made(page, shm.Control, false)), shm.ErrUnsealed},
		"ControlAsData":   {replaced(2, made(page, shm.Data, true)), shm.ErrUnsealed},
		"ControlFile":     {replaced(2, plain), shm.ErrNotMemory},
		"NoDoorbell":      {replaced(3, plain), shm.ErrNotDoorbell},
		"MemoryForDoor":   {replaced(3, func(i *impostor) *os.File { return i.files[2] }), shm.ErrNotDoorbell},

		"Reject":      {func(i *impostor) { i.says(verdict(msgReject, 4, "full up")) }, ErrTooManyReaders},
		"RejectCode":  {func(i *impostor) { i.says(verdict(msgReject, 77, "")) }, errRefused},
		"RejectFiles": {func(i *impostor) { i.says(verdict(msgReject, 3, "no"), i.files...) }, ErrNotAllowed},
		"HalfReject":  {func(i *impostor) { i.says(verdict(msgReject, 3, "no")[:9]) }, ErrPeerCorrupt},
		"Garbage":     {func(i *impostor) { i.says([]byte("SSH-2.0-OpenSSH"), i.files...) }, ErrPeerCorrupt},
		"HalfAccept":  {func(i *impostor) { i.says(i.grant.encode()[:70], i.files...) }, ErrPeerCorrupt},
		"TooLong":     {func(i *impostor) { i.says(make([]byte, maxMessage+1), i.files...) }, shm.ErrTruncated},
		"Unexpected":  {ready(message(wordSize, msgTell)), ErrPeerCorrupt},
		"LongJoined":  {ready(message(wordSize+1, msgJoined)), ErrPeerCorrupt},
		"NotJoined":   {ready(verdict(msgReject, 4, "full up")), ErrTooManyReaders},
		"NoWelcome":   {func(i *impostor) { i.says(i.grant.encode(), i.files...); i.hears(msgReady); _ = i.conn.Close() }, ErrNoStream},
		"HangsUp":     {func(i *impostor) { _ = i.conn.Close() }, ErrNoStream},
		"Nothing":     {func(*impostor) {}, context.DeadlineExceeded},
	} {
		if want, other := unlike[name]; other {
			c.want = want
		}
		t.Run(name, func(t *testing.T) {
			folder(t)
			leavesNothing(t, func() {
				err := opened(t, c.act, nil)
				if c.want == nil {
					require.NoError(t, err)
					return
				}
				require.ErrorIs(t, err, c.want)
				require.ErrorContains(t, err, "shmlink: open \"one-")
			})
		})
	}
}

// TestHostileStreams reads from hosts that keep to the protocol until a reader
// is in.
func TestHostileStreams(t *testing.T) {
	const atCommit, atClosed, atTagged, atClaim = atHead, atHead + 8, atHead + 12, atHead + 128
	ends := func(i *impostor, r *Reader[uint64], want error) {
		for _, try := range []func() ([]uint64, error){
			r.TrySlice, func() ([]uint64, error) { return r.TrySliceMin(1) }, func() ([]uint64, error) { return r.Slice(i.Context(), 1) },
		} {
			s, err := try()
			require.Empty(i, s)
			require.ErrorIs(i, err, want)
		}
	}
	record := func(i *impostor, b ...byte) {
		copy(i.tagsHead.Bytes(shm.PageSize(), shm.PageSize()), b)
		set64(i.tagsHead, atCommit, uint64(len(b)))
		set32(i.header, atTagged, 1)
		set64(i.header, atCommit, 10)
	}
	garbledTags := func(b ...byte) func(i *impostor, r *Reader[uint64]) {
		return func(i *impostor, r *Reader[uint64]) {
			record(i, b...)
			s, err := r.TrySlice()
			require.NoError(i, err)
			require.Len(i, s, 10)
			require.Empty(i, r.Tags(nil))
			_ = r.Consume(10)
			ends(i, r, ErrPeerCorrupt)
		}
	}
	for name, use := range map[string]func(i *impostor, r *Reader[uint64]){
		"CommitTooFar": func(i *impostor, r *Reader[uint64]) {
			set64(i.header, atCommit, uint64(r.Cap())+1)
			ends(i, r, ErrPeerCorrupt)
		},
		"CommitMinus1": func(i *impostor, r *Reader[uint64]) {
			set64(i.header, atCommit, ^uint64(0))
			ends(i, r, ErrPeerCorrupt)
		},
		"CommitHalfway": func(i *impostor, r *Reader[uint64]) { set64(i.header, atCommit, 1<<63); ends(i, r, ErrPeerCorrupt) },
		"CommitAndClosed": func(i *impostor, r *Reader[uint64]) {
			set32(i.header, atClosed, 1)
			set64(i.header, atCommit, 1<<40)
			ends(i, r, ErrPeerCorrupt)
		},
		"CommitBack": func(i *impostor, r *Reader[uint64]) {
			set64(i.header, atCommit, 100)
			s, err := r.TrySlice()
			require.NoError(i, err)
			require.NoError(i, r.Consume(len(s)))
			set64(i.header, atCommit, 50)
			ends(i, r, ErrPeerCorrupt)
		},
		"ClaimAnything": func(i *impostor, r *Reader[uint64]) { // it gates and does not look
			set64(i.header, atClaim, ^uint64(0))
			set64(i.header, atCommit, 10)
			s, err := r.Slice(i.Context(), 10)
			require.NoError(i, err)
			require.Len(i, s, 10)
		},
		"LongGoodbye": func(i *impostor, r *Reader[uint64]) {
			native.PutUint16(i.header.Bytes(atGoodbye, 2), 0xffff)
			set32(i.header, atClosed, 1)
			var remote *RemoteError
			_, err := r.Slice(i.Context(), 1)
			require.True(i, errors.As(err, &remote))
			require.Len(i, remote.Text, maxGoodbye)
		},
		"GarbageOnTheLine": func(i *impostor, r *Reader[uint64]) {
			i.says([]byte("garbage"))
			_, err := r.Slice(i.Context(), 1)
			require.ErrorIs(i, err, ErrPeerCorrupt)
			ends(i, r, ErrPeerCorrupt)
		},
		"FilesOnTheLine": func(i *impostor, r *Reader[uint64]) {
			i.says(verdict(msgGoodbye, 5, "out"), i.files...)
			_, err := r.Slice(i.Context(), 1)
			require.Error(i, err)
		},
		"NeedAnything": func(i *impostor, r *Reader[uint64]) { // the reader cannot tell, and says so in numbers
			set64(i.control, 136, ^uint64(0))
			_, err := r.Slice(i.Context(), 1)
			require.ErrorContains(i, err, "1")
		},
		"TagsCommitTooFar": func(i *impostor, r *Reader[uint64]) {
			record(i)
			set64(i.tagsHead, atCommit, 1<<63)
			_, _ = r.TrySlice()
			require.Empty(i, r.Tags(nil))
			ends(i, r, ErrPeerCorrupt)
		},
		"TagsZero":      garbledTags(make([]byte, 100)...),
		"TagsLong":      garbledTags(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1),
		"TagsShort":     garbledTags(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
		"TagsHalf":      garbledTags(40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
		"TagsShortHead": garbledTags(12, 0, 0),
	} {
		t.Run(name, func(t *testing.T) {
			folder(t)
			leavesNothing(t, func() {
				require.NoError(t, opened(t, (*impostor).answers, use))
			})
		})
	}
}
