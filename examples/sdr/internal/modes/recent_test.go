package modes

import (
	"math/rand/v2"
	"testing"
)

func TestRecentEdges(t *testing.T) {
	d, err := NewDetector(2e6)
	if err != nil {
		t.Fatal(err)
	}
	a := &d.addresses
	if a.recent(0, 0) || a.recent(0xffffff, 0) {
		t.Error("recent before anything was seen")
	}
	a.see(0, 7)
	for position, want := range map[uint64]bool{7: true, 7 + 120e6: true, 8 + 120e6: false} {
		if a.recent(0, position) != want {
			t.Errorf("seen at 7, recent at %d: want %v", position, want)
		}
	}
	a.see(0, 1000)
	if !a.recent(0, 8+120e6) || a.recent(1, 8) {
		t.Error("seen again it is not recent, or another is")
	}
}

// The table against a map: what is seen is found, but for what 16 younger ones
// have driven out of its group.
func TestRecentModel(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 0))
	a := &addresses{span: 10_000}
	model := map[uint32]uint64{}
	for position := range uint64(50_000) {
		address := rnd.Uint32N(500) * 12347 & 0xffffff
		seen, known := model[address]
		if got, want := a.recent(address, position), known && position-seen <= a.span; got != want {
			t.Fatalf("address %06x at %d: recent %v, want %v", address, position, got, want)
		}
		if rnd.UintN(4) == 0 {
			a.see(address, position)
			model[address] = position
		}
	}
	flood := &addresses{span: 1 << 40}
	for position := range uint64(100_000) {
		flood.see(uint32(position), position)
	}
	found := 0
	for address := range uint32(100_000) {
		if flood.recent(address, 100_000) {
			if found++; address < 100_000-3*4096 {
				t.Errorf("address %d outlived younger ones", address)
			}
		}
	}
	if found < 3500 {
		t.Errorf("%d of 4096 places hold something", found)
	}
}
