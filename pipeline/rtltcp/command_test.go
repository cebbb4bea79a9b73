package rtltcp_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/seed-ff569660/seamless/pipeline/rtltcp"
)

func TestCommands(t *testing.T) {
	for _, c := range []struct {
		command rtltcp.Command
		wire    string
		text    string
	}{
		{rtltcp.Command{Op: rtltcp.Frequency, Arg: 433_920_000}, "01 19dd1800", "frequency 433920000"},
		{rtltcp.Command{Op: rtltcp.Rate, Arg: 1_000_000}, "02 000f4240", "rate 1000000"},
		{rtltcp.Command{Op: rtltcp.GainMode, Arg: 1}, "03 00000001", "gain mode 1"},
		{rtltcp.Command{Op: rtltcp.TunerGain, Arg: 0xffff_fff6}, "04 fffffff6", "tuner gain -10"},
		{rtltcp.Command{Op: rtltcp.PPM, Arg: 0xffff_ffff}, "05 ffffffff", "ppm -1"},
		{rtltcp.Command{Op: rtltcp.IFGain, Arg: 3<<16 | 0xfff1}, "06 0003fff1", "IF gain of stage 3 -1.5 dB"},
		{rtltcp.Command{Op: rtltcp.TestMode, Arg: 1}, "07 00000001", "test mode 1"},
		{rtltcp.Command{Op: rtltcp.AGC, Arg: 1}, "08 00000001", "AGC 1"},
		{rtltcp.Command{Op: rtltcp.DirectSampling, Arg: 2}, "09 00000002", "direct sampling 2"},
		{rtltcp.Command{Op: rtltcp.OffsetTuning, Arg: 1}, "0a 00000001", "offset tuning 1"},
		{rtltcp.Command{Op: rtltcp.CrystalRTL, Arg: 28_800_000}, "0b 01b77400", "RTL crystal 28800000"},
		{rtltcp.Command{Op: rtltcp.CrystalTuner, Arg: 28_800_000}, "0c 01b77400", "tuner crystal 28800000"},
		{rtltcp.Command{Op: rtltcp.GainIndex, Arg: 28}, "0d 0000001c", "gain index 28"},
		{rtltcp.Command{Op: rtltcp.BiasTee, Arg: 1}, "0e 00000001", "bias tee 1"},
		{rtltcp.Command{Op: 0x0f, Arg: 0xffff_ffff}, "0f ffffffff", "Op(0x0f) 4294967295"},
		{rtltcp.Command{}, "00 00000000", "Op(0x00) 0"},
	} {
		wire := c.command.Append([]byte{0xaa})
		if got := fmt.Sprintf("%x %x", wire[1:2], wire[2:]); got != c.wire || wire[0] != 0xaa {
			t.Errorf("%v: %s, want %s", c.command, got, c.wire)
		}
		if got := c.command.String(); got != c.text {
			t.Errorf("got %q, want %q", got, c.text)
		}
		if got, err := rtltcp.ReadCommand(bytes.NewReader(wire[1:])); got != c.command || err != nil {
			t.Errorf("%v read as %v, %v", c.command, got, err)
		}
	}
}

func TestReadCommandEnds(t *testing.T) {
	wire := rtltcp.Command{Op: rtltcp.Rate, Arg: 5}.Append(nil)
	for n := range wire {
		want := io.ErrUnexpectedEOF
		if n == 0 {
			want = io.EOF
		}
		if c, err := rtltcp.ReadCommand(bytes.NewReader(wire[:n])); err != want || c != (rtltcp.Command{}) {
			t.Errorf("%d bytes: %v, %v", n, c, err)
		}
	}
	if _, err := rtltcp.ReadCommand(iotest.ErrReader(errors.ErrUnsupported)); err != errors.ErrUnsupported {
		t.Error(err)
	}
	r := strings.NewReader("\x01\x00\x00\x00\x02rest")
	if _, err := rtltcp.ReadCommand(r); err != nil || r.Len() != len("rest") {
		t.Errorf("%v, %d bytes left", err, r.Len())
	}
}

func TestTunerNames(t *testing.T) {
	for tuner, want := range map[rtltcp.Tuner]string{0: "unknown", 5: "R820T", 6: "R828D", 7: "Tuner(7)", 1<<32 - 1: "Tuner(4294967295)"} {
		if got := tuner.String(); got != want {
			t.Errorf("%d: %s, want %s", uint32(tuner), got, want)
		}
	}
}

// chunks gives bytes in reads as long as the bytes of cuts say, and more.
type chunks struct{ rest, cuts []byte }

func (c *chunks) Read(p []byte) (int, error) {
	if len(c.rest) == 0 {
		return 0, io.EOF
	}
	n := min(len(p), len(c.rest))
	if len(c.cuts) > 0 {
		n = min(n, int(c.cuts[0])%6) // 0 too
		c.cuts = c.cuts[1:]
	}
	copy(p, c.rest[:n])
	c.rest = c.rest[n:]
	return n, nil
}

// FuzzReadCommand: however the bytes come, they are the same commands, one for
// every five, and are written again as they were.
func FuzzReadCommand(f *testing.F) {
	f.Add([]byte{}, []byte{})
	f.Add([]byte("\x01\x19\xdd\x18\x00\x02\x00\x0f\x42\x40\xff"), []byte{1, 0, 4, 5, 2})
	f.Fuzz(func(t *testing.T, wire, cuts []byte) {
		r := &chunks{wire, cuts}
		var again []byte
		for {
			c, err := rtltcp.ReadCommand(r)
			if err != nil {
				want := io.EOF
				if len(wire)%5 != 0 {
					want = io.ErrUnexpectedEOF
				}
				if err != want || len(again) != len(wire)/5*5 {
					t.Fatalf("%v after %d bytes of %d", err, len(again), len(wire))
				}
				return
			}
			_ = c.String()
			_ = c.Op.String()
			again = c.Append(again)
			if !bytes.HasPrefix(wire, again) {
				t.Fatalf("%x written as %x", wire, again)
			}
		}
	})
}
