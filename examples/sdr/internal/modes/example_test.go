package modes_test

import (
	"fmt"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/modes"
)

func Example() {
	const rate = 2e6
	samples := make([]complex64, 1000) // half a millisecond, silent but for one message
	data := []byte{0x8d, 0x48, 0x40, 0xd6, 0x20, 0x2c, 0xc3, 0x71, 0xc3, 0x2c, 0xe0, 0x57, 0x60, 0x98}
	modes.Modulator{Rate: rate, Amplitude: 0.1}.Add(samples, data, 300.25)

	magnitudes := make([]float32, len(samples))
	modes.Magnitude{}.Transform(magnitudes, samples, true)

	d, err := modes.NewDetector(rate)
	if err != nil {
		fmt.Println(err)
		return
	}
	messages := make([]modes.Message, 10)
	n, _, _ := d.Transform(messages, magnitudes, true)
	for _, m := range messages[:n] {
		r := m.Decode()
		fmt.Printf("%s sample %d+%.2f, %.0f dB\n", m.Hex(), m.Position, m.Phase, m.Level)
		fmt.Printf("%06x is %s\n", r.Address, r.Ident)
	}
	// Output:
	// *8d4840d6202cc371c32ce0576098; sample 300+0.25, -20 dB
	// 4840d6 is KLM1023
}
