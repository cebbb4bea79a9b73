package iq

import (
	"math"
	"testing"
)

var names = []struct {
	name       string
	rate, freq float64
	format     Format
}{
	{"g001_433.92M_250k.cu8", 250e3, 433.92e6, CU8},
	{"/some/folder_1k/g001_433.92M_250k.CU8", 250e3, 433.92e6, CU8},
	{"gqrx_20240131_235959_93100000_1800000_fc.raw", 1.8e6, 93.1e6, CF32},
	{"fm_93.1MHz_2.4Msps.cs16", 2.4e6, 93.1e6, CS16},
	{"l_1420405751Hz_1Gsps.cf32", 1e9, 1420405751, CF32},
	{"rtlsdr_868.950M_1M6_samples2.cu8", 1.6e6, 868.95e6, CU8},
	{"wxrt_1024k_off200k.cu8", 1024e3, 0, CU8},
	{"modes1_2M.cu8", 2e6, 0, CU8},
	{"test_1641427457780_2400k.ci16", 2400e3, 0, CS16},
	{"elektromaten_1M.cs8", 1e6, 0, CS8},
	{"lone_433.92M.cs8", 0, 433.92e6, CS8},
	{"hf_7.1M_96k.cs16", 96e3, 7.1e6, CS16},
	{"three_1M_2M_3M.cs16", 3e6, 1e6, CS16},
	{"plain.cu8", 0, 0, CU8},
	{"1.2.3M_.M_5X_M.cu8", 0, 0, CU8},
}

func TestParseName(t *testing.T) {
	for _, c := range names {
		rate, freq, f, ok := ParseName(c.name)
		if !ok || rate != c.rate || freq != c.freq || f != c.format {
			t.Errorf("%s: rate %v, frequency %v, %s, %v", c.name, rate, freq, f, ok)
		}
	}
	for _, name := range []string{"", ".", "/", "cu8", "a.wav", "433.92M_250k", "x_20240131_235959_1_2_fc.raw", "gqrx_1_2.raw"} {
		if rate, freq, f, ok := ParseName(name); ok || rate != 0 || freq != 0 || f != 0 {
			t.Errorf("%q: rate %v, frequency %v, %s, %v", name, rate, freq, f, ok)
		}
	}
}

// FuzzParseName: no panic, and only numbers that a radio could have.
func FuzzParseName(f *testing.F) {
	for _, c := range names {
		f.Add(c.name)
	}
	f.Add("1e5k_0x1p3M_infM_nank.cu8")
	f.Add("99999999999999999999999999999999999999999999999999999M_5k.cu8")
	f.Fuzz(func(t *testing.T, name string) {
		rate, freq, format, ok := ParseName(name)
		if ok != format.known() {
			t.Fatalf("%s, %v", format, ok)
		}
		for _, v := range []float64{rate, freq} {
			if !(v >= 0) || math.IsInf(v, 0) {
				t.Fatalf("rate %v, frequency %v", rate, freq)
			}
		}
	})
}
