package iq

import (
	"path/filepath"
	"strconv"
	"strings"
)

// ParseName reads what people write into the names of raw files. ok tells that
// the name says the format; rate in samples per second and freq in Hz are 0
// where it does not say them.
//
//	g001_433.92M_250k.cu8                         rtl_433
//	gqrx_20240131_235959_93100000_1800000_fc.raw  gqrx: Hz, rate, float complex
//	fm_93.1MHz_2.4Msps.cs16
//	rtlsdr_868.950M_1M6.cu8
//
// As in rtl_433 the format is the extension, and of the parts between
// underscores a number with M, or with Hz, kHz, MHz or GHz, is the frequency,
// one with k, or with sps, ksps, Msps or Gsps, the rate. M alone is used for
// both: with no other rate in the name, a second M, or a single one of at most
// 61.44 (no common radio samples faster), is the rate.
func ParseName(name string) (rate, freq float64, f Format, ok bool) {
	base := filepath.Base(name)
	ext := filepath.Ext(base)
	parts := strings.Split(strings.TrimSuffix(base, ext), "_")
	if ext == ".raw" && len(parts) == 6 && parts[0] == "gqrx" && parts[5] == "fc" {
		return plain(parts[4]), plain(parts[3]), CF32, true
	}
	f, err := ParseFormat(strings.TrimPrefix(ext, "."))
	if err != nil {
		return 0, 0, 0, false
	}
	var millions []float64
	for _, part := range parts {
		switch value, unit := number(part); unit {
		case "M":
			millions = append(millions, value)
		case "Hz", "kHz", "MHz", "GHz":
			freq = value
		case "k", "sps", "ksps", "Msps", "Gsps":
			rate = value
		}
	}
	const fastest = 61.44e6
	if n := len(millions); rate == 0 && n > 0 && (n > 1 || freq > 0 || millions[0] <= fastest) {
		rate, millions = millions[n-1], millions[:n-1]
	}
	if freq == 0 && len(millions) > 0 {
		freq = millions[0]
	}
	return rate, freq, f, true
}

// plain returns an integer without a unit, 0 if s is none.
func plain(s string) float64 {
	if value, unit := number(s); unit == "" {
		return value
	}
	return 0
}

// number splits 433.92M into 433.92e6 and M. A unit M may stand in the place
// of the point: 1M6 is 1.6e6 and M. What is not a number and a unit gives 0.
func number(s string) (value float64, unit string) {
	end := strings.IndexFunc(s, func(r rune) bool { return r != '.' && (r < '0' || r > '9') })
	if end < 0 {
		end = len(s)
	}
	digits, unit := s[:end], s[end:]
	if fraction, found := strings.CutPrefix(unit, "M"); found && isDigits(fraction) && isDigits(digits) {
		digits, unit = digits+"."+fraction, "M"
	}
	exponent := "" // in the text, so that the value is rounded once
	if unit != "" {
		switch unit[0] {
		case 'k':
			exponent = "e3"
		case 'M':
			exponent = "e6"
		case 'G':
			exponent = "e9"
		}
	}
	value, err := strconv.ParseFloat(digits+exponent, 64)
	if err != nil {
		return 0, ""
	}
	return value, unit
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
