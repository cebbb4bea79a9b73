package modes

// addresses remembers which were heard in messages with a whole checksum, and
// when. It is a table of fixed size: 16 places an address can be at, of which a
// newcomer takes the one unheard for longest. 4096 places are enough for the
// some hundred aircraft that an antenna sees in a minute.
type addresses struct {
	table [4096]sighting
	span  uint64 // samples that count as recent
}

type sighting struct {
	address uint32 // 1 more than the address: 0 is none
	seen    uint64 // position
}

// places returns where an address can be.
func (a *addresses) places(address uint32) []sighting {
	const ways = 16
	i := address * 0x9e3779b1 >> 24 // 256 groups
	return a.table[i*ways:][:ways]
}

// see notes an address heard at a position.
func (a *addresses) see(address uint32, position uint64) {
	group := a.places(address)
	oldest := &group[0]
	for i := range group {
		s := &group[i]
		if s.address == address+1 {
			s.seen = position
			return
		}
		if s.address == 0 || oldest.address != 0 && s.seen < oldest.seen {
			oldest = s
		}
	}
	*oldest = sighting{address + 1, position}
}

// recent reports whether an address was heard within span before position.
func (a *addresses) recent(address uint32, position uint64) bool {
	for _, s := range a.places(address) {
		if s.address == address+1 {
			return position-s.seen <= a.span
		}
	}
	return false
}
