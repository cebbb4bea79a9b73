package rds

import (
	"fmt"
	"strings"
)

// basic is the basic character set from 0x20 to 0xFE, sixteen to a line. Up to
// 0x7D it is ASCII but for ¤, ― and ‖. Source: IEC 62106-4 (EN 50067, annex E).
var basic = []rune("" +
	" !\"#¤%&'()*+,-./" +
	"0123456789:;<=>?" +
	"@ABCDEFGHIJKLMNO" +
	"PQRSTUVWXYZ[\\]―_" +
	"‖abcdefghijklmno" +
	"pqrstuvwxyz{|}¯ " +
	"áàéèíìóòúùÑÇŞß¡Ĳ" +
	"âäêëîïôöûüñçşǧıĳ" +
	"ªα©‰Ǧěňőπ€£$←↑→↓" +
	"º¹²³±İńűµ¿÷°¼½¾§" +
	"ÁÀÉÈÍÌÓÒÚÙŘČŠŽÐĿ" +
	"ÂÄÊËÎÏÔÖÛÜřčšžđŀ" +
	"ÃÅÆŒŷÝÕØÞŊŔĆŚŹŦð" +
	"ãåæœŵýõøþŋŕćśźŧ")

const firstBasic = 0x20

// text returns bytes of the basic character set as a string. What is no
// character is a space.
func text(b []byte) string {
	var s strings.Builder
	for _, c := range b {
		if i := int(c) - firstBasic; i >= 0 && i < len(basic) {
			s.WriteRune(basic[i])
		} else {
			s.WriteByte(' ')
		}
	}
	return s.String()
}

// characters returns s in the basic character set.
func characters(s string) ([]byte, error) {
	b := make([]byte, 0, len(s))
next:
	for _, r := range s {
		for i, c := range basic {
			if c == r {
				b = append(b, byte(i+firstBasic))
				continue next
			}
		}
		return nil, fmt.Errorf("%w: %q of %q", ErrCharacter, r, s)
	}
	return b, nil
}
