package memory

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// Section says what a section is that was made without a file.
type Section struct {
	Bytes     int64
	Committed bool // all of its memory is set aside
}

// What x/sys does not have.
var ntQuerySection = windows.NewLazySystemDLL("ntdll.dll").NewProc("NtQuerySection")

const (
	sectionBasicInformation = 0

	secCommit = 0x08000000 // and nothing else: neither a file's, nor an image, nor reserved only
)

// SectionOf returns what the handle h is if it is a section, else false. The
// handle must have SECTION_QUERY.
func SectionOf(h windows.Handle) (Section, bool) {
	var info struct { // SECTION_BASIC_INFORMATION
		base       uintptr
		attributes uint32
		_          [8 - unsafe.Sizeof(uintptr(0))]byte // a LARGE_INTEGER follows
		bytes      int64
	}
	// Safety: info is as large as the call is told.
	status, _, _ := ntQuerySection.Call(uintptr(h), sectionBasicInformation,
		uintptr(unsafe.Pointer(&info)), unsafe.Sizeof(info), 0)
	if status != 0 {
		return Section{}, false
	}
	return Section{Bytes: info.bytes, Committed: info.attributes == secCommit}, true
}
