#include "textflag.h"

// An arc of the circle, 2π/1024, by 2^32: -arc and arc.
DATA arc<>+0(SB)/4, $-1.4286309367843356e-12
DATA arc<>+4(SB)/4, $1.4286309367843356e-12
GLOBL arc<>(SB), RODATA|NOPTR, $8

DATA half<>+0(SB)/4, $0.5
GLOBL half<>(SB), RODATA|NOPTR, $4

// func shiftAVX2(dst, src *complex64, circle *Circle, n int, phase, step uint64)
TEXT ·shiftAVX2(SB), NOSPLIT, $0-48
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ circle+16(FP), BX
	MOVQ n+24(FP), CX
	MOVQ step+40(FP), DX

	MOVQ phase+32(FP), R8
	LEAQ (R8)(DX*1), R9
	LEAQ (R9)(DX*1), R10
	LEAQ (R10)(DX*1), R11
	VMOVQ R8, X15
	VPINSRQ $1, R9, X15, X15
	VMOVQ R10, X0
	VPINSRQ $1, R11, X0, X0
	VINSERTI128 $1, X0, Y15, Y15
	SHLQ $2, DX
	VMOVQ DX, X14
	VPBROADCASTQ X14, Y14
	VBROADCASTSD arc<>(SB), Y13
	VBROADCASTSS half<>(SB), Y12
	VPCMPEQD Y11, Y11, Y11
	VPSLLQ   $63, Y11, Y11 // the sign of 64 bits

// Four samples: the entry of the circle, turned by what remains, see Circle.At.
// The entries are loaded one by one: an instruction that gathers them takes
// twice as long as all the rest.
shift:
	MOVQ R8, AX
	SHRQ $54, AX
	MOVQ R9, R12
	SHRQ $54, R12
	VMOVSD (BX)(AX*8), X0
	VMOVHPS (BX)(R12*8), X0, X0
	MOVQ R10, AX
	SHRQ $54, AX
	MOVQ R11, R12
	SHRQ $54, R12
	VMOVSD (BX)(AX*8), X1
	VMOVHPS (BX)(R12*8), X1, X1
	VINSERTF128 $1, X1, Y0, Y0 // cos, sin
	VPSLLQ   $10, Y15, Y1
	VPXOR    Y11, Y1, Y1
	VPSHUFD  $0xF5, Y1, Y1
	VCVTDQ2PS Y1, Y1
	VMULPS   Y13, Y1, Y1         // -a, a
	VMULPS   Y1, Y1, Y2
	VMULPS   Y12, Y2, Y2         // h
	VMULPS   Y2, Y0, Y2          // cos·h, sin·h
	VPERMILPS $0xB1, Y0, Y3
	VFMSUB213PS Y2, Y1, Y3       // -sin·a - cos·h, cos·a - sin·h
	VADDPS   Y3, Y0, Y0
	VMOVUPS  (SI), Y4
	VPERMILPS $0xB1, Y4, Y5
	VMOVSLDUP Y0, Y1
	VMOVSHDUP Y0, Y2
	VMULPS   Y2, Y5, Y5
	VFMADDSUB213PS Y5, Y1, Y4
	VMOVUPS  Y4, (DI)
	VPADDQ Y14, Y15, Y15
	ADDQ DX, R8
	ADDQ DX, R9
	ADDQ DX, R10
	ADDQ DX, R11
	ADDQ $32, SI
	ADDQ $32, DI
	SUBQ $4, CX
	JNZ  shift
	VZEROUPPER
	RET
