package main

import (
	"fmt"
	"strings"
	"time"
	"unicode"
)

// plain is a text from another process without what could steer a terminal.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '?'
		}
		return r
	}, s)
}

// perSecond is a number of items a second; less than 0 is not known.
func perSecond(rate float64) string {
	if rate < 0 {
		return "-"
	}
	return scaled(rate, 1000, "/s", "k/s", "M/s", "G/s")
}

func bytesPerSecond(rate float64, itemBytes int) string {
	if rate < 0 {
		return "-"
	}
	return size(rate*float64(itemBytes)) + "/s"
}

// size is a number of bytes.
func size(n float64) string { return scaled(n, 1024, " B", " KiB", " MiB", " GiB") }

// scaled is a number in the largest unit that leaves 1 or more.
func scaled(v, step float64, units ...string) string {
	i := 0
	for ; v >= step && i < len(units)-1; i++ {
		v /= step
	}
	if i == 0 && v == float64(int(v)) {
		return fmt.Sprintf("%.0f%s", v, units[i])
	}
	return fmt.Sprintf("%.4g%s", v, units[i])
}

func percent(part, whole int) string {
	if whole <= 0 {
		return "-"
	}
	return fmt.Sprintf("%.0f %%", 100*float64(part)/float64(whole))
}

// age is a time in its two largest units.
func age(d time.Duration) string {
	s := int(d / time.Second)
	switch {
	case s < 60:
		return fmt.Sprintf("%ds", s)
	case s < 3600:
		return fmt.Sprintf("%dm%02ds", s/60, s%60)
	case s < 86400:
		return fmt.Sprintf("%dh%02dm", s/3600, s/60%60)
	}
	return fmt.Sprintf("%dd%02dh", s/86400, s/3600%24)
}
