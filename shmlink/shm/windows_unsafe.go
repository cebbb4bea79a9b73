//go:build windows

package shm

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// mapView maps n bytes of a section at off.
//
// Safety: the kernel returned n bytes at base, which nobody else has. Base is
// read as a pointer because it never was one: the memory is not the Go heap's.
func mapView(section windows.Handle, off uint64, n int, access uint32) ([]byte, error) {
	base, err := windows.MapViewOfFile(section, access, uint32(off>>32), uint32(off), uintptr(n))
	if err != nil {
		return nil, err
	}
	return unsafe.Slice(*(**byte)(unsafe.Pointer(&base)), n), nil
}

// unmapView gives mem back. Safety: it comes from mapView.
func unmapView(mem []byte) error {
	return windows.UnmapViewOfFile(uintptr(unsafe.Pointer(unsafe.SliceData(mem))))
}

// securityOf returns the attributes of an object that descriptor, in the
// language of security descriptors, says who may use.
//
// Safety: the size is that of the struct.
func securityOf(descriptor string) (*windows.SecurityAttributes, error) {
	sd, err := windows.SecurityDescriptorFromString(descriptor)
	if err != nil {
		return nil, err
	}
	s := &windows.SecurityAttributes{SecurityDescriptor: sd}
	s.Length = uint32(unsafe.Sizeof(*s))
	return s, nil
}

// The clocks of the interrupt timer: 100 ns since boot, with and without the time
// asleep. They exist since Windows 10.
var (
	kernelbase = windows.NewLazySystemDLL("kernelbase.dll")
	boot       = kernelbase.NewProc("QueryInterruptTimePrecise")
	awake      = kernelbase.NewProc("QueryUnbiasedInterruptTimePrecise")
)

// ask returns what a clock says in ns, 0 if there is none.
//
// Safety: the clock writes 64 bits, and the argument list keeps them alive.
func ask(clock *windows.LazyProc) int64 {
	var ticks uint64
	if clock.Find() != nil {
		return 0
	}
	_, _, _ = clock.Call(uintptr(unsafe.Pointer(&ticks)))
	return int64(ticks) * 100
}

// modeOf returns how a file was opened, as NtQueryInformationFile tells it.
//
// Safety: mode is as large as the call is told.
func modeOf(file windows.Handle) (mode uint32, err error) {
	const fileModeInformation = 16
	var status windows.IO_STATUS_BLOCK
	err = windows.NtQueryInformationFile(file, &status, (*byte)(unsafe.Pointer(&mode)), uint32(unsafe.Sizeof(mode)), fileModeInformation)
	return mode, err
}
