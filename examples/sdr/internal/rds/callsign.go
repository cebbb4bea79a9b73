package rds

// CallSign returns the call sign of a station of the USA from its PI, "" if the
// PI stands for none: four letters from K or W, counted off from 0x1000, and a list
// of old ones with three. A PI may have no nibble of 0 in some places, where it
// would mean a local station elsewhere: such ones begin with A or AF instead.
// Source: NRSC-4-B, annex D.7.
func CallSign(pi uint16) string {
	switch {
	case pi>>4 == 0xAFA: // P000 is sent as AFAP
		pi <<= 12
	case pi>>8 == 0xAF: // PQ00 is sent as AFPQ
		pi <<= 8
	case pi>>12 == 0xA: // P0RS is sent as APRS
		pi = pi&0xF00<<4 | pi&0xFF
	}
	const (
		firstK     = 0x1000
		firstW     = firstK + 26*26*26
		afterW     = firstW + 26*26*26
		firstThree = afterW
	)
	switch {
	case pi >= firstThree:
		if i := 3 * int(pi-firstThree); i < len(threeLetters) && threeLetters[i] != '-' {
			return threeLetters[i : i+3]
		}
		return ""
	case pi >= firstW:
		return letters('W', pi-firstW)
	case pi >= firstK:
		return letters('K', pi-firstK)
	}
	return ""
}

// letters returns first and n in base 26, three letters.
func letters(first byte, n uint16) string {
	return string([]byte{first, 'A' + byte(n/(26*26)), 'A' + byte(n/26%26), 'A' + byte(n%26)})
}

// threeLetters are those from 0x9950 on, eight to a line.
const threeLetters = "" +
	"KEXKFHKFIKGAKGOKGUKGWKGY" +
	"KIDKITKJRKLOKLZKMAKMJKNX" +
	"KOA---------KQVKSLKUJKVI" +
	"KWG------KYW---WBZWDZWEW" +
	"---WGLWGNWGR---WHAWHBWHK" +
	"WHO---WIPWJRWKYWLSWLW---" +
	"---WOC---WOLWOR---------" +
	"WWJWWL------------------" +
	"KDBKGBKOYKPQKSDKUTKXLKXO" +
	"---WBTWGHWGYWHPWILWMCWMT" +
	"WOIWOWWRRWSBWSMKBWKCYKDF" +
	"------KHQKOB------------" +
	"---------WISWJWWJZ------" +
	"---WRC"
