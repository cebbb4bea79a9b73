package layout

import (
	"fmt"
	"reflect"
	"sync"
)

// Item is the shape of one item.
type Item struct {
	Size  int // bytes from one item to the next
	Align int // bytes; the address of an item is a multiple of it
}

type verdict struct {
	item Item
	err  error
}

// verdicts caches what [Of] found, by reflect.Type. What a type holds never
// changes, so the cache is not state: it can only be full or empty.
var verdicts sync.Map

// Of returns the shape of T, or an error that wraps [ErrZeroSize] or
// [ErrPointers] and says where the pointer is:
//
//	type radio.Sample: field Meta.Name is a string: items must not hold pointers
//
// Rejected are pointers, unsafe.Pointer, chan, func, interface, map, string
// and slice, also inside arrays and structs. A uintptr is a number and passes.
// An array of length 0 holds nothing, so `_ [0]func()`, the idiom that makes a
// struct incomparable, passes as well.
//
// The first call for a type walks its fields, later ones look the answer up.
// Any goroutine may call Of.
func Of[T any]() (Item, error) {
	t := reflect.TypeFor[T]()
	v, ok := verdicts.Load(t)
	if !ok {
		v, _ = verdicts.LoadOrStore(t, judge(t))
	}
	found := v.(verdict)
	return found.item, found.err
}

func judge(t reflect.Type) verdict {
	if path, kind := findPointer(t); kind != "" {
		return verdict{err: fmt.Errorf("type %v%s is %s: %w", t, place(t, path), kind, ErrPointers)}
	}
	if t.Size() == 0 {
		return verdict{err: fmt.Errorf("type %v: %w", t, ErrZeroSize)}
	}
	return verdict{item: Item{Size: int(t.Size()), Align: t.Align()}}
}

func place(t reflect.Type, path string) string {
	switch {
	case path == "":
		return ""
	case t.Kind() == reflect.Array:
		return ": element " + path
	default:
		return ": field " + path[1:] // without the leading dot
	}
}

// findPointer returns the path to the first pointer inside t and what it is,
// or "" and "". It ends: a type that contains itself does so through a pointer.
func findPointer(t reflect.Type) (path, kind string) {
	switch t.Kind() {
	case reflect.Array:
		if t.Len() == 0 {
			return "", ""
		}
		path, kind = findPointer(t.Elem())
		return "[i]" + path, kind
	case reflect.Struct:
		for field := range t.Fields() {
			if path, kind = findPointer(field.Type); kind != "" {
				return "." + field.Name + path, kind
			}
		}
		return "", ""
	default:
		return "", pointerKind(t.Kind())
	}
}

// pointerKind says in words what a pointer-holding kind is, "" for the others.
func pointerKind(k reflect.Kind) string {
	switch k {
	case reflect.Pointer:
		return "a pointer"
	case reflect.UnsafePointer:
		return "an unsafe.Pointer"
	case reflect.Chan:
		return "a chan"
	case reflect.Func:
		return "a func"
	case reflect.Interface:
		return "an interface"
	case reflect.Map:
		return "a map"
	case reflect.String:
		return "a string"
	case reflect.Slice:
		return "a slice"
	default:
		return ""
	}
}
