package modes_test

import (
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/modes"
	"github.com/seed-ff569660/seamless/pipeline/iq"
)

// Another receiver's list has 217 lines, 112 of them different, 85 of those
// DF 17. All are found but for the two lines of 5d4d20237a55a7, of which the
// next test says why.
func TestRecordingAt2M(t *testing.T) {
	messages := drive(t, detector(t, 2e6), magnitudes(t, "modes1_2M.cu8", iq.CU8), pieces(8192))
	got, want := counts(hexes(messages)), counts(expected(t, "modes1_antirez_nofix.txt"))
	for i := 1; i < len(messages); i++ {
		if messages[i].Position < messages[i-1].Position+2*(8+56)-1 {
			t.Errorf("%s at %d begins in another, which is at %d", messages[i].Hex(), messages[i].Position, messages[i-1].Position)
		}
	}
	lines, unique := 0, 0
	for message, times := range want {
		lines += min(times, got[message])
		unique += min(1, got[message])
		if got[message] < times && message != "5d4d20237a55a7" {
			t.Errorf("%s: %d times, want %d", message, got[message], times)
		}
	}
	t.Logf("%d messages, %d different; %d of 217 lines, %d of 112 different", len(messages), len(got), lines, unique)
	if lines < 215 || unique < 111 {
		t.Errorf("%d lines, %d different, want 215 and 111", lines, unique)
	}
}

// All there is to a DF 17 message is checked by its parity: each that is
// accepted is of the one aircraft in the recording.
func TestRecordingSquitters(t *testing.T) {
	union := counts(expected(t, "modes1_union_df17.txt"))
	got := map[string]int{}
	known := 0
	for _, m := range drive(t, detector(t, 2e6), magnitudes(t, "modes1_2M.cu8", iq.CU8), pieces(8192)) {
		switch m.DF() {
		case 11:
			if m.Syndrome >= 80 || m.Address() != 0x4d2023 {
				t.Errorf("%s at %d: syndrome %d", m.Hex(), m.Position, m.Syndrome)
			}
		case 17:
			hex := hexes([]modes.Message{m})[0]
			if got[hex]++; got[hex] == 1 {
				known += union[hex]
			}
			if b := m.Bytes(); m.Syndrome != 0 || modes.Parity(b[:11]) != uint32(b[11])<<16|uint32(b[12])<<8|uint32(b[13]) {
				t.Errorf("%s at %d: the parity is wrong", m.Hex(), m.Position)
			}
			fallthrough
		default:
			if m.Address() != 0x4d2023 {
				t.Errorf("%s at %d: of another aircraft, %06x", m.Hex(), m.Position, m.Address())
			}
		}
	}
	t.Logf("%d different DF 17, %d of the 125 known", len(got), known)
	if known < 116 {
		t.Errorf("%d of 125, want 116 at least", known)
	}
}

// The two messages that others read as 5d4d20237a55a7, interrogator code 1, are
// 5d4d20237a55a6, code 0. They come half a sample late, where the last pulse
// lies in two samples and comparing a pair of samples says nothing. Of the last
// bit in the first half nothing is there; of one in the second half, both.
func TestRecordingLastBit(t *testing.T) {
	m := magnitudes(t, "modes1_2M.cu8", iq.CU8)
	found := 0
	for _, message := range drive(t, detector(t, 2e6), m, pieces(8192)) {
		if message.Hex() != "*5d4d20237a55a6;" || message.Position != 144764 && message.Position != 191679 {
			continue
		}
		found++
		bit := m[message.Position+2*(8+55):]
		if pulse := bit[1] + bit[2]; bit[0] > pulse/4 || bit[2] < 2*bit[0] {
			t.Errorf("at %d the last bit is %.3f", message.Position, bit[:4])
		}
	}
	if found != 2 {
		t.Errorf("found %d of the 2", found)
	}
}

func TestRecordingAt2400k(t *testing.T) {
	got := counts(hexes(drive(t, detector(t, 2.4e6), magnitudes(t, "test_1641427457780_2400k.ci16", iq.CS16), pieces(8192))))
	want := expected(t, "test_1641427457780_2400k_mutability_nofix.txt")
	for _, message := range want {
		if got[message] == 0 {
			t.Errorf("%s is missing", message)
		}
	}
	if len(got) != len(want) {
		t.Errorf("got %d, want %d: %v", len(got), len(want), got)
	}
}

// Resampled, it is harder: another receiver finds one message in it. What is
// found beyond must be in the original, or be twice of one aircraft.
func TestRecordingResampled(t *testing.T) {
	messages := drive(t, detector(t, 2e6), magnitudes(t, "test_1641427457780_2M.cu8", iq.CU8), pieces(8192))
	got := counts(hexes(messages))
	for _, message := range expected(t, "test_1641427457780_2M_antirez_nofix.txt") {
		if got[message] == 0 {
			t.Errorf("%s is missing", message)
		}
	}
	original := counts(expected(t, "test_1641427457780_2400k_mutability_nofix.txt"))
	of := map[uint32]int{}
	for _, m := range messages {
		of[m.Address()]++
	}
	for _, m := range messages {
		if original[hexes([]modes.Message{m})[0]] == 0 && of[m.Address()] < 2 {
			t.Errorf("%s at %d: nothing speaks for it", m.Hex(), m.Position)
		}
	}
	t.Log(got)
}
