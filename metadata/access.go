package metadata

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"time"
)

// must panics when v is not of kind want.
func (v Value) must(want Kind) {
	if got := v.Kind(); got != want {
		panic(fmt.Sprintf("metadata: value is of kind %s, not %s", got, want))
	}
}

// Bool returns the value. It panics if v is not of KindBool.
func (v Value) Bool() bool { v.must(KindBool); return v.num == 1 }

// Int64 returns the value. It panics if v is not of KindInt64.
func (v Value) Int64() int64 { v.must(KindInt64); return int64(v.num) }

// Uint64 returns the value. It panics if v is not of KindUint64.
func (v Value) Uint64() uint64 { v.must(KindUint64); return v.num }

// Float64 returns the value. It panics if v is not of KindFloat64.
func (v Value) Float64() float64 { v.must(KindFloat64); return v.float() }

// Complex64 returns the value. It panics if v is not of KindComplex64.
func (v Value) Complex64() complex64 { v.must(KindComplex64); return v.complex() }

// Bytes returns the bytes, which must not be changed. It panics if v is not of
// KindBytes.
func (v Value) Bytes() []byte { v.must(KindBytes); return v.bytes() }

// Time returns the value. It panics if v is not of KindTime.
func (v Value) Time() time.Time { v.must(KindTime); return v.time() }

// Duration returns the value. It panics if v is not of KindDuration.
func (v Value) Duration() time.Duration { v.must(KindDuration); return time.Duration(v.num) }

// String returns the string of a KindString, and of any other kind the text
// that fmt.Sprint gives; None is "". It never panics.
func (v Value) String() string {
	switch v.Kind() {
	case KindNone:
		return ""
	case KindString:
		return v.str()
	case KindBool:
		return strconv.FormatBool(v.num == 1)
	case KindInt64:
		return strconv.FormatInt(int64(v.num), 10)
	case KindUint64:
		return strconv.FormatUint(v.num, 10)
	case KindFloat64:
		return strconv.FormatFloat(v.float(), 'g', -1, 64)
	default:
		return fmt.Sprint(v.Any())
	}
}

// Any returns what v holds as a Go value, nil for None.
func (v Value) Any() any {
	switch v.Kind() {
	case KindBool:
		return v.num == 1
	case KindInt64:
		return int64(v.num)
	case KindUint64:
		return v.num
	case KindFloat64:
		return v.float()
	case KindComplex64:
		return v.complex()
	case KindString:
		return v.str()
	case KindBytes:
		return v.bytes()
	case KindTime:
		return v.time()
	case KindDuration:
		return time.Duration(v.num)
	default:
		return v.any
	}
}

// Equal tells whether v and w hold the same value of the same kind. Floats are
// equal as == says, so NaN is not; times as Time.Equal says; KindAny as
// reflect.DeepEqual says.
func (v Value) Equal(w Value) bool {
	kind := v.Kind()
	if kind != w.Kind() {
		return false
	}
	switch kind {
	case KindFloat64:
		return v.float() == w.float()
	case KindComplex64:
		return v.complex() == w.complex()
	case KindString:
		return v.str() == w.str()
	case KindBytes:
		return string(v.bytes()) == string(w.bytes())
	case KindTime:
		return v.time().Equal(w.time())
	case KindAny:
		return reflect.DeepEqual(v.any, w.any)
	default:
		return v.num == w.num
	}
}

func (v Value) float() float64 { return math.Float64frombits(v.num) }

func (v Value) complex() complex64 {
	return complex(math.Float32frombits(uint32(v.num)), math.Float32frombits(uint32(v.num>>32)))
}

func (v Value) time() time.Time {
	switch x := v.any.(type) {
	case timeTime:
		return time.Time(x)
	case timeLocation:
		if x != nil {
			return time.Unix(0, int64(v.num)).In(x)
		}
	}
	return time.Time{}
}
