package sigmf_test

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/pipeline/iq"
	"github.com/seed-ff569660/seamless/pipeline/sigmf"
)

func Example() {
	dir, err := os.MkdirTemp("", "sigmf")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	base := filepath.Join(dir, "two")
	os.WriteFile(base+".sigmf-meta", []byte(`{
		"global": {"core:datatype": "ci8", "core:version": "1.2.5", "core:sample_rate": 250000},
		"captures": [{"core:sample_start": 0, "core:frequency": 433920000}],
		"annotations": [{"core:sample_start": 1, "core:sample_count": 1, "core:label": "door", "core:comment": "bell"}]
	}`), 0o600)
	os.WriteFile(base+".sigmf-data", []byte{0x40, 0x00, 0x00, 0xc0}, 0o600)

	recording, err := sigmf.Open(base)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer recording.Close()
	for _, tag := range recording.Tags() {
		fmt.Println(tag.Offset, tag.Key, tag.Value)
	}
	samples := make([]complex64, recording.Len())
	n, err := recording.Reader().Read(samples)
	fmt.Println(samples[:n], err)
	// Output:
	// 0 rx_rate 250000
	// 0 rx_freq 4.3392e+08
	// 1 door bell
	// [(0.5+0i) (0-0.5i)] <nil>
}

func ExampleCreate() {
	dir, err := os.MkdirTemp("", "sigmf")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	base := filepath.Join(dir, "two")

	w, err := sigmf.Create(base, sigmf.Metadata{Global: sigmf.Global{Datatype: sigmf.Datatype(iq.CS8), SampleRate: 250e3}})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer w.Abort() // nothing is left of a recording that was not closed
	w.Write([]complex64{0.5, -0.5i}, metadata.New(0, metadata.KeyFreq, 433.92e6), metadata.New(1, "door", "bell"))
	if err := w.Close(); err != nil {
		fmt.Println(err)
		return
	}

	m, err := sigmf.Load(base)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(m.Global.Datatype, m.Global.SampleRate, m.Global.SHA512[:8])
	fmt.Println(m.Tags())
	// Output:
	// ci8 250000 70da1f76
	// [rx_rate=250000@0 rx_freq=4.3392e+08@0 door=bell@1]
}
