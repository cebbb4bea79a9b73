package dsp

import "golang.org/x/sys/cpu"

const (
	avx2   isa = 1 // AVX2 and FMA
	avx512 isa = 2 // AVX-512 F and DQ besides
)

func (i isa) name() string { return [...]string{avx2: "AVX2", avx512: "AVX-512"}[i] }

// best returns the widest instructions that this processor has.
func best() isa {
	switch {
	case !cpu.X86.HasAVX2 || !cpu.X86.HasFMA:
		return portable
	case !cpu.X86.HasAVX512F || !cpu.X86.HasAVX512DQ:
		return avx2
	}
	return avx512
}
