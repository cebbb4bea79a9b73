package strip_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/seed-ff569660/seamless/examples/fanout/internal/ecg"
	"github.com/seed-ff569660/seamless/examples/fanout/internal/qrs"
	"github.com/seed-ff569660/seamless/examples/fanout/internal/strip"
)

func heart(seconds uint64) []ecg.Frame {
	s, err := ecg.NewSynthetic(ecg.Config{HeartRate: 60, Seed: 2, Frames: seconds * ecg.Rate, Clean: true})
	if err != nil {
		panic(err)
	}
	frames := make([]ecg.Frame, seconds*ecg.Rate)
	if _, _, err := s.Read(frames, nil); err != io.EOF {
		panic(err)
	}
	return frames
}

func ExampleStrip() {
	s := strip.New(0, 40, 7)
	s.Write(heart(5))
	for line := range strings.Lines(string(s.Append(nil))) {
		fmt.Println(strings.TrimRight(strings.ReplaceAll(line, "\u2800", " "), " \n"))
	}
	// Output:
	// 59 a minute  RR 997 ms  5 beats  0:05
	//            ▼                  ▼
	//           ⢰⡇                  ⢸⡇
	//           ⢸⡇                  ⢸⡇
	//           ⢸⡇                  ⢸⡇
	//       ⢀⡤⣄ ⢸⣇  ⢀⡴⠋⢳⣀       ⢀⡤⣄ ⣸⡇  ⣀⡞⠙⢦⡀
	// ⠉⠉⠉⠉⠉⠉⠉ ⠈⠙⠏⢸⡏⠉⠉   ⠈⠉⠉⠉⠉⠉⠉⠉⠉ ⠈⠙⠇⢹⠏⠉⠁   ⠉⠁
}

func ExamplePlain() {
	p := strip.NewPlain(os.Stdout, 0)
	p.Write(heart(5))
	p.Lose(12)
	p.Write(heart(1))
	// Output:
	// 1 s   -- a minute, 0 beats, last interval -- ms
	//    2 s   -- a minute, 0 beats, last interval -- ms
	//    3 s   -- a minute, 0 beats, last interval -- ms
	//    4 s   59 a minute, 4 beats, last interval 1044 ms
	//    5 s   59 a minute, 5 beats, last interval 997 ms
	//    6 s   60 a minute, 6 beats, last interval 928 ms, 12 frames lost
}

// A line that rises goes from corner to corner, in as many characters as asked for.
func TestSizeAndScale(t *testing.T) {
	for _, size := range [][2]int{{20, 4}, {21, 5}, {80, 24}, {1, 1}, {300, 3}} {
		columns, rows := max(size[0], strip.LeastColumns), max(size[1], strip.LeastRows)
		s := strip.New(1, size[0], size[1])
		frames := make([]ecg.Frame, 9*2*columns)
		for i := range frames {
			frames[i][1] = int16(i/9) - 100
		}
		for n := range 2 {
			if n == 1 {
				s.Write(frames)
			}
			lines := strings.Split(strings.TrimSuffix(string(s.Append(nil)), "\n"), "\n")
			if len(lines) != rows {
				t.Fatalf("%v: %d lines, want %d", size, len(lines), rows)
			}
			for i, l := range lines {
				if c := utf8.RuneCountInString(l); c > columns || i > 0 && c != columns || !utf8.ValidString(l) {
					t.Errorf("%v: line %d has %d characters, want %d: %q", size, i, c, columns, l)
				}
			}
			first, last := []rune(lines[rows-1]), []rune(lines[2])
			if n == 0 && (first[0] != 0x2800 || last[columns-1] != 0x2800) {
				t.Errorf("%v: of nothing:\n%s", size, strings.Join(lines, "\n"))
			}
			if n == 1 && columns*2 > ecg.Gain && (first[0]&^0x2800 == 0 || last[columns-1]&^0x2800 == 0) {
				t.Errorf("%v: not from corner to corner:\n%s", size, strings.Join(lines, "\n"))
			}
		}
	}
}

// What is shown does not depend on how the frames came. The mark of a beat is over
// the top of its R wave, that of a loss where it was.
func TestMarks(t *testing.T) {
	frames := heart(10)
	whole := strip.New(0, 60, 12)
	whole.Write(frames[:3000])
	whole.Lose(5)
	whole.Write(frames[3000:])
	want := string(whole.Append(nil))
	seed := rand.Uint64()
	rnd := rand.New(rand.NewPCG(seed, 0))
	for range 20 {
		s := strip.New(0, 60, 12)
		for at := 0; at < len(frames); {
			if at == 3000 {
				s.Lose(5)
			}
			n := min(1+rnd.IntN(200), len(frames)-at)
			if at < 3000 {
				n = min(n, 3000-at)
			}
			s.Write(frames[at : at+n])
			at += n
		}
		if got := string(s.Append(nil)); got != want {
			t.Fatalf("seed %d:\n%swant:\n%s", seed, got, want)
		}
	}
	lines := strings.Split(want, "\n")
	if whole.Beats() < 8 || !strings.Contains(lines[0], fmt.Sprintf("%d beats  0:10  5 lost", whole.Beats())) {
		t.Errorf("figures: %s; %d beats", lines[0], whole.Beats())
	}
	marks, top := []rune(lines[1]), []rune(lines[2])
	beats, losses := 0, 0
	for c, m := range marks {
		if m == '▼' {
			beats++
			if top[c] == 0x2800 {
				t.Errorf("nothing is below the mark at %d:\n%s", c, want)
			}
		}
		if m == '!' {
			losses++
			if at := 120 - (3600-3000)/9; c != at/2-1 && c != at/2 {
				t.Errorf("the loss is marked at %d, was at dot %d:\n%s", c, at, want)
			}
		}
	}
	var d qrs.Detector
	visible := 0
	for _, b := range d.DetectLead(nil, frames, 0) {
		if 400-b.Sample/9 < 120 {
			visible++
		}
	}
	if visible < 2 || beats != visible || losses != 1 {
		t.Errorf("%d marks of beats, want %d, and %d of losses:\n%s", beats, visible, losses, want)
	}
}

// The trace begins anew in another size, the figures do not.
func TestResize(t *testing.T) {
	s := strip.New(0, 60, 12)
	s.Write(heart(10))
	before, _, _ := strings.Cut(string(s.Append(nil)), "\n")
	s.Resize(70, 8)
	after := strings.Split(string(s.Append(nil)), "\n")
	if after[0] != before || len(after) != 9 || utf8.RuneCountInString(after[7]) != 70 || strings.Trim(after[7], "\u2800") != "" {
		t.Errorf("%q, was %q", after, before)
	}
	s.Write(heart(1)[:100])
	if strings.Trim(string(s.Append(nil)), "\u2800 \n") == before {
		t.Error("nothing is drawn")
	}
}

// A screen draws over what it drew.
func TestScreen(t *testing.T) {
	var out bytes.Buffer
	screen, s := strip.NewScreen(&out), strip.New(0, 20, 5)
	text := string(s.Append(nil))
	if err := errors.Join(screen.Draw(s), screen.Draw(s)); err != nil || out.String() != "\x1b[J"+text+"\x1b[5F\x1b[J"+text {
		t.Errorf("%q, %v", out.String(), err)
	}
}

func TestDoesNotAllocate(t *testing.T) {
	frames := heart(60)
	s, screen := strip.New(0, 80, 24), strip.NewScreen(io.Discard)
	draw := func() { s.Write(frames); screen.Draw(s) }
	draw()
	if n := testing.AllocsPerRun(10, draw); n != 0 {
		t.Errorf("%g allocations", n)
	}
}

// What cannot be written is an error.
func TestPlainFails(t *testing.T) {
	from, to := io.Pipe()
	from.Close()
	if err := strip.NewPlain(to, 0).Write(heart(1)); !errors.Is(err, io.ErrClosedPipe) {
		t.Error(err)
	}
}
