package shmlink

import (
	"crypto/sha256"
	"fmt"
	"reflect"
	"strings"

	"github.com/seed-ff569660/seamless/internal/layout"
)

// itemLayout is what both sides must agree on about T.
type itemLayout struct {
	size, align int
	print       [32]byte // of where in an item which kind of number is
	name        string   // of the type, for people
}

func layoutOf[T any]() (itemLayout, error) {
	item, err := layout.Of[T]()
	if err != nil {
		return itemLayout{}, err
	}
	t := reflect.TypeFor[T]()
	return itemLayout{item.Size, item.Align, sha256.Sum256([]byte(kinds(t))), shorten(t.String(), maxTypeName)}, nil
}

// kinds describes a type by its kinds and offsets, without names: a float32 at
// 0 and one at 4 is the same to a reader whatever the fields are called.
//
//	complex64    [512]int16    {0 int64 8 [3]{0 float32 4 uint8}}
func kinds(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Array:
		return fmt.Sprintf("[%d]%s", t.Len(), kinds(t.Elem()))
	case reflect.Struct:
		var b strings.Builder
		for i := range t.NumField() {
			if f := t.Field(i); f.Type.Size() != 0 && f.Name != "_" {
				fmt.Fprintf(&b, " %d %s", f.Offset, kinds(f.Type))
			}
		}
		return fmt.Sprintf("{%s}", strings.TrimPrefix(b.String(), " "))
	case reflect.Int, reflect.Uint, reflect.Uintptr:
		return fmt.Sprintf("%s%d", t.Kind(), t.Size()*8)
	}
	return t.Kind().String()
}

func shorten(s string, most int) string {
	if len(s) > most {
		return s[:most]
	}
	return s
}
