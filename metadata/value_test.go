package metadata

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
)

type celsius float64

var values = []struct {
	name string
	v    Value
	kind Kind
	any  any
	text string
}{
	{"none", Value{}, KindNone, nil, ""},
	{"true", BoolValue(true), KindBool, true, "true"},
	{"false", BoolValue(false), KindBool, false, "false"},
	{"int64 min", Int64Value(math.MinInt64), KindInt64, int64(math.MinInt64), "-9223372036854775808"},
	{"int", IntValue(-1), KindInt64, int64(-1), "-1"},
	{"uint64 max", Uint64Value(math.MaxUint64), KindUint64, uint64(math.MaxUint64), "18446744073709551615"},
	{"float64", Float64Value(-1.5), KindFloat64, -1.5, "-1.5"},
	{"infinite", Float64Value(math.Inf(1)), KindFloat64, math.Inf(1), "+Inf"},
	{"complex64", Complex64Value(complex(-1.5, 2)), KindComplex64, complex64(complex(-1.5, 2)), "(-1.5+2i)"},
	{"string", StringValue("wxrt"), KindString, "wxrt", "wxrt"},
	{"empty string", StringValue(""), KindString, "", ""},
	{"bytes", BytesValue([]byte{1, 2}), KindBytes, []byte{1, 2}, "[1 2]"},
	{"empty bytes", BytesValue([]byte{}), KindBytes, []byte{}, "[]"},
	{"duration", DurationValue(-time.Second), KindDuration, -time.Second, "-1s"},
	{"time", TimeValue(time.Unix(1, 5).UTC()), KindTime, time.Unix(1, 5).UTC(), "1970-01-01 00:00:01.000000005 +0000 UTC"},
	{"zero time", TimeValue(time.Time{}), KindTime, time.Time{}, "0001-01-01 00:00:00 +0000 UTC"},
	{"far time", TimeValue(time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)), KindTime,
		time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), "9999-01-01 00:00:00 +0000 UTC"},
	{"any", AnyValue(celsius(3)), KindAny, celsius(3), "3"},
	{"a Kind", AnyValue(KindBool), KindAny, KindBool, "Bool"},
	{"not comparable", AnyValue([]int{1}), KindAny, []int{1}, "[1]"},
}

func TestValues(t *testing.T) {
	for _, c := range values {
		t.Run(c.name, func(t *testing.T) {
			if got := c.v.Kind(); got != c.kind {
				t.Errorf("kind %s, want %s", got, c.kind)
			}
			if got := c.v.String(); got != c.text {
				t.Errorf("text %q, want %q", got, c.text)
			}
			if got := fmt.Sprintf("%T %v", c.v.Any(), c.v.Any()); got != fmt.Sprintf("%T %v", c.any, c.any) {
				t.Errorf("any %s, want %T %v", got, c.any, c.any)
			}
			if again := AnyValue(c.v.Any()); !again.Equal(c.v) {
				t.Errorf("%v is not equal to itself by way of any: %v", c.v, again)
			}
		})
	}
}

func TestOnlyTheSameValuesAreEqual(t *testing.T) {
	for i, a := range values {
		for j, b := range values {
			if got := a.v.Equal(b.v); got != (i == j) {
				t.Errorf("%s equals %s: %v", a.name, b.name, got)
			}
		}
	}
	if nan := Float64Value(math.NaN()); nan.Equal(nan) {
		t.Error("NaN equals NaN")
	}
	paris := time.FixedZone("", 3600)
	if now := time.Unix(1e9, 1); !TimeValue(now.UTC()).Equal(TimeValue(now.In(paris))) {
		t.Error("one instant in two zones is not equal")
	}
}

func TestAnyValueFindsTheKind(t *testing.T) {
	for _, c := range []struct {
		in   any
		want Value
	}{
		{int8(-1), Int64Value(-1)}, {int16(-1), Int64Value(-1)}, {int32(-1), Int64Value(-1)}, {-1, Int64Value(-1)},
		{uint8(255), Uint64Value(255)}, {uint16(1), Uint64Value(1)}, {uint32(1), Uint64Value(1)}, {uint(1), Uint64Value(1)},
		{uintptr(1), Uint64Value(1)}, {float32(0.5), Float64Value(0.5)}, {Int64Value(3), Int64Value(3)}, {nil, Value{}},
	} {
		if got := AnyValue(c.in); !got.Equal(c.want) {
			t.Errorf("%T: got %s %v, want %s %v", c.in, got.Kind(), got, c.want.Kind(), c.want)
		}
	}
}

func TestAccessorsPanicOnAnotherKind(t *testing.T) {
	accessors := map[Kind]func(Value){
		KindBool:      func(v Value) { v.Bool() },
		KindInt64:     func(v Value) { v.Int64() },
		KindUint64:    func(v Value) { v.Uint64() },
		KindFloat64:   func(v Value) { v.Float64() },
		KindComplex64: func(v Value) { v.Complex64() },
		KindBytes:     func(v Value) { v.Bytes() },
		KindTime:      func(v Value) { v.Time() },
		KindDuration:  func(v Value) { v.Duration() },
	}
	for want, access := range accessors {
		for _, c := range values {
			text := panicText(func() { access(c.v) })
			if c.kind == want && text != "" {
				t.Errorf("%s of its own kind: %s", want, text)
			}
			if expect := fmt.Sprintf("kind %s, not %s", c.kind, want); c.kind != want && !strings.Contains(text, expect) {
				t.Errorf("got panic %q, want %q", text, expect)
			}
		}
	}
}

func panicText(f func()) (text string) {
	defer func() {
		if p := recover(); p != nil {
			text = fmt.Sprint(p)
		}
	}()
	f()
	return ""
}

func TestValuesDoNotAllocate(t *testing.T) {
	now, name, data := time.Now(), strings.Repeat("x", 100), []byte{1, 2, 3}
	var sink Value
	for what, f := range map[string]func(){
		"bool":      func() { sink = BoolValue(true) },
		"int64":     func() { sink = Int64Value(1 << 40) },
		"uint64":    func() { sink = Uint64Value(1 << 40) },
		"float64":   func() { sink = Float64Value(math.Pi) },
		"complex64": func() { sink = Complex64Value(1i) },
		"string":    func() { sink = StringValue(name) },
		"bytes":     func() { sink = BytesValue(data) },
		"time":      func() { sink = TimeValue(now) },
		"zero time": func() { sink = TimeValue(time.Time{}) },
		"duration":  func() { sink = DurationValue(time.Hour) },
	} {
		if n := testing.AllocsPerRun(100, f); n != 0 {
			t.Errorf("%s: %v allocations", what, n)
		}
	}
	_ = sink
}

func TestUnknownKindHasAName(t *testing.T) {
	if got := Kind(200).String(); got != "<unknown metadata.Kind>" {
		t.Error(got)
	}
}
