package bench

import "fmt"

// Message is an item of one cache line.
type Message struct {
	Number uint64
	Body   [7]uint64
}

// numbers is how many messages differ.
const numbers = 1 << 16

// letter returns message i.
func letter(i int) Message {
	return Message{Number: uint64(i % numbers), Body: [7]uint64{6: 1}}
}

// read returns the sum of both ends of every message.
func read(messages []Message) (total uint64) {
	for i := range messages {
		total += messages[i].Number + messages[i].Body[6]
	}
	return total
}

// letters returns the sum of the first n messages as read sums them up.
func letters(n int) float64 {
	laps, rest := float64(n/numbers), float64(n%numbers)
	return laps*numbers*(numbers-1)/2 + rest*(rest-1)/2 + float64(n)
}

// messages returns the work "message": the writer hands over a few messages at
// a time, the readers take all that are there.
func messages() (cases []Case) {
	for _, readers := range []int{1, 8} {
		for _, batch := range []int{1, 16} {
			s := shape{ring: ringItems / 8, batch: batch, readers: readers}
			add := func(peer string, role Role, m func(shape) (*Subject, error)) {
				cases = append(cases, Case{
					Work: "message", Shape: fmt.Sprintf("write=%d/readers=%d", batch, readers), Peer: peer, Role: role,
					Items: batch, Unit: Nanoseconds,
					New: func() (*Subject, error) { return m(s) },
				})
			}
			add("circular", Ours, circularMessages)
			add("lockfree", Ours, lockfreeMessages)
			if batch == 1 {
				add("channel", Peer, channelMessages)
			} else {
				add("channel", Peer, channelLetters)
			}
			add("xsync-spsc", Peer, spscMessages)
			add("floor", Floor, floorMessages)
		}
	}
	return cases
}

// floorMessages is one goroutine that writes messages into a ring and reads
// them out again for every reader.
func floorMessages(s shape) (*Subject, error) {
	ring := make([]Message, s.buffers()*s.batch)
	return &Subject{Run: func(n int) error {
		var total uint64
		offset := 0
		for i := range n {
			b := ring[offset : offset+s.batch]
			for j := range b {
				b[j] = letter(i*s.batch + j)
			}
			for range s.readers {
				total += read(b)
			}
			if offset += s.batch; offset == len(ring) {
				offset = 0
			}
		}
		if want := letters(n*s.batch) * float64(s.readers); float64(total) != want {
			return wrong(float64(total), want)
		}
		return nil
	}}, nil
}
