// Package spmc is the cursor protocol of every stream here: one writer, many
// readers, one ring. It is the only place where it is written; circular,
// lockfree and shmlink are front doors to it.
//
// Positions are absolute uint64 item counts since the stream began. The
// offset of a position is position mod capacity, carried along, never divided
// out. Full and empty cannot be confused and all of the capacity is usable.
//
// # Ownership
//
// Each word has one author and lies apart from the words of other authors.
//
//	commit   writer   items below it are published
//	claim    writer   the writer may be overwriting items below claim-capacity
//	tail     a reader items below it are given back (one per slot)
//	joins    readers  how many ever joined
//	want     the one that sleeps; cleared by whoever wakes it
//	sleepers readers  how many wishes of readers are not yet cleared
//
// The words lie in one Head, a Wish and a Cursor per reader; see "Other
// processes" for where.
//
// Items [claim-capacity, commit) can be read by those who joined; items
// [commit, claim) are the writer's. The writer keeps claim <= tail+capacity
// for every gating reader's tail, so no gating reader meets an item that is
// being overwritten.
//
// Each end keeps its own position and the last value it saw of the other
// side's in private fields and loads the other's word again only when that
// value does not suffice. Both only ever lag behind, on the safe side.
//
// # Publication
//
// Go's atomics are sequentially consistent, which is relied on below.
//
// Items: the writer fills its slice and then stores commit (writer.Produce);
// a reader that loads a commit covering an item (reader.look) sees the item.
// A reader stores tail after its last use of an item (reader.Consume); a
// writer that loads that tail (writer.raise) may overwrite the item. Tags
// are stored before the commit that covers them.
//
// A ring where nobody sleeps stores commit and tail with release order only:
// the one-way half of this is all that items need.
//
// Join: a reader makes a slot whose tail is its start, puts it into the list
// of slots (a copy with the new slot, by compare-and-swap), adds one to joins,
// and then loads claim: if claim-capacity lies above its start it moves up to
// it. The writer, when it raises its limit, loads joins, scans the slots,
// stores claim, and loads joins again; if joins moved it scans again before it
// hands anything out.
//
// Sleep, reader: add one to sleepers, store want, look again, wait. Writer:
// store commit, load sleepers; only when it is not zero walk the slots and
// clear and wake those whose want is reached. Sleep, writer: store need and
// want, look again at all tails, wait. Reader: store tail, load the writer's
// want, and wake it when all tails have reached it.
//
// End: the writer stores its error, then closed, then wakes every sleeper. A
// reader loads closed before commit, so when it sees closed the commit it then
// loads is the last one.
//
// # Why it cannot go wrong
//
// Wrap: positions do not wrap within 2^64 items; at 10 Gitem/s that is
// 58 years.
//
// Lap: claim never passes tail+capacity of a reader the scan saw.
//
// Join: say the scan did not see a joining reader. Either the reader's load of
// claim comes after the writer's store of it, and the reader moves its start
// up to claim-capacity, where the grant does not reach. Or it comes before,
// and then so does the reader's add to joins, so that the writer's second load
// of joins sees it and the scan is made again, this time with the reader in
// it. Its start was at or above the previous claim-capacity, so the repeated
// scan never has to take back what was handed out before. A slot serves one
// reader only; one that was left is dropped from the list, so a place is free
// again at once and nobody can mistake a slot's old reader for its new one.
//
// Lost wakes: of "store my cursor, load your wish" and "store my wish, load
// your cursor" at least one load sees the other's store. A wish is cleared by
// compare-and-swap by the one who then wakes, so one sleep costs at most one
// wake; a sleeper that leaves early clears its wish itself. A wake that comes
// late finds somebody who looks again and sleeps on.
//
// Hysteresis: a writer that found the ring full sleeps until half of it is
// free (want), though less (need) would do. So that this never costs more
// than time: a reader that finds nothing new, or goes to sleep, or leaves,
// wakes the writer as soon as need is reached, and after a millisecond the
// writer itself settles for need.
//
// Stall: a reader about to sleep whose own tail lies below the need of a
// sleeping writer would sleep for good, and so would the writer. Both having
// stored their wishes before they look, at least one sees the other; if it is
// the writer it wakes the reader to look again. A reader that sees the need
// looks at commit once more, as what it waits for may have come just before
// the writer went to sleep; only then does it return a StallError with the
// numbers. A need is announced only when there is less space than that, so it
// never lies below zero.
//
// Lossy readers do not gate. Such a reader checks tail >= claim-capacity when
// it takes a slice and again when it gives it back: the writer stored claim
// before it could overwrite anything the second check vouches for. The rest
// is reported as lost, to the item. The reader loads claim before commit, and
// both again when the writer has made more than a lap in between. A grant that
// was handed out before the lossy reader came was claimed as well. While one
// is attached, grants are kept to a quarter of the ring so that most of it
// stays readable.
//
// # Other processes
//
// A reader in another process, a guest, maps the Head read-only and has a
// Cursor of its own that only the writer shares with it. There it is the one
// reader of a ring of its own (Attach); at the writer it is a slot (Admit). The
// rules are the ones above, but for what the guest cannot write:
//
// Sleepers: a guest counts as one as long as it is attached, so the writer
// looks at its want after each commit.
//
// The writer's wish: need and want of a Wish that all readers see stand in the
// guest's cursor instead. The need is left with all guests; the want with the
// slowest alone, so that one sleep costs one wake: the writer stores it and
// then looks at that guest's tail once more, so that either sees the other. If
// the guest has passed it meanwhile, another is asked. A guest that wakes the
// writer, or leaves, has it look at all tails again and ask the next.
//
// Fences: "store mine, then load yours" needs a fence in between, on both sides.
// Of Produce and a reader's sleep the sleep is the rare one, so it can take over
// the other's: the reader stores its wish, has every processor that runs an end
// pass a fence, and then looks. Whatever the writer was in the middle of, either
// its store of commit came before that fence and is found by the look, or its
// load of the wish comes after and finds the wish. A writer of small batches
// does so as long as all its guests can (ReaderConfig.Fences), and says so in
// light. A reader loads light between its wish and its look: while it finds 0 its
// wish comes before the store of 1 in light, which comes before the first commit
// without a fence; and all commits without one come before the store of 0. A
// guest that cannot is counted, and then the writer's processor passes a fence,
// before the guest is told that it is in. One that says it can and does not
// misses its own wakes.
//
// Trust: the writer takes from a cursor nothing but a tail between the last one
// it saw and commit; with any other the guest has left. What else a guest
// writes costs wakes, its own or the writer's, and nobody an item. Where it can
// take the memory of its cursor away, it has left by that: see fault.go. A guest in
// turn takes no commit beyond tail+capacity, and ends the stream instead.
//
// Death: what is not committed does not exist, and no rule asks for two words
// at once, so either side can be gone between any two steps. The other learns
// it by other means, and calls Guest.Leave or Cut.
//
// Close: an end that is closed holds no slice and, having closed, its fast
// paths find nothing at hand. The memory goes when the last end has closed;
// an end can only be added while another is open.
package spmc
