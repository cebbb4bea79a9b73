#include "textflag.h"
#include "neon_arm64.h"

// func shiftNEON(dst, src *complex64, circle *Circle, n int, phase, step uint64)
TEXT ·shiftNEON(SB), NOSPLIT, $0-48
	MOVD dst+0(FP), R0
	MOVD src+8(FP), R1
	MOVD circle+16(FP), R2
	MOVD n+24(FP), R3
	MOVD phase+32(FP), R4
	MOVD step+40(FP), R5

	ADD  R5, R4, R6
	ADD  R5, R6, R7
	ADD  R5, R7, R8
	VMOV R4, V24.D[0]
	VMOV R6, V24.D[1]
	VMOV R7, V25.D[0]
	VMOV R8, V25.D[1]
	LSL  $2, R5, R5
	VDUP R5, V26.D2
	MOVW $0x80000000, R9 // the sign bit
	VDUP R9, V27.S4
	FMOVS $1.4286309367843356e-12, F28 // an arc of the circle, 2π/1024, by 2^32
	VDUP V28.S[0], V28.S4
	FMOVS $0.5, F29
	VDUP V29.S[0], V29.S4

// Four samples: the entry of the circle, turned by what remains, see Circle.At.
// Real and imaginary parts lie in registers of their own.
shift:
	LSR   $54, R4, R10
	LSR   $54, R6, R11
	LSR   $54, R7, R12
	LSR   $54, R8, R13
	FMOVD (R2)(R10<<3), F0
	FMOVD (R2)(R11<<3), F1
	FMOVD (R2)(R12<<3), F2
	FMOVD (R2)(R13<<3), F3
	VZIP1 V1.D2, V0.D2, V0.D2
	VZIP1 V3.D2, V2.D2, V2.D2
	VUZP1 V2.S4, V0.S4, V4.S4 // cos
	VUZP2 V2.S4, V0.S4, V5.S4 // sin
	VSHL  $10, V24.D2, V6.D2
	VSHL  $10, V25.D2, V7.D2
	VUZP2 V7.S4, V6.S4, V6.S4
	VEOR  V27.B16, V6.B16, V6.B16
	SCVTF_4S(6, 6)
	FMUL_4S(28, 6, 6)         // a
	FMUL_4S(29, 6, 7)
	FMUL_4S(7, 6, 7)          // h
	FMUL_4S(7, 4, 16)
	VFMLA V6.S4, V5.S4, V16.S4 // cos·h + sin·a
	FMUL_4S(6, 4, 17)
	VFMLS V7.S4, V5.S4, V17.S4 // cos·a - sin·h
	FSUB_4S(16, 4, 4)
	FADD_4S(17, 5, 5)
	VLD2.P 32(R1), [V0.S4, V1.S4]
	FMUL_4S(4, 0, 2)
	FMUL_4S(5, 0, 3)
	VFMLS V5.S4, V1.S4, V2.S4
	VFMLA V4.S4, V1.S4, V3.S4
	VST2.P [V2.S4, V3.S4], 32(R0)
	VADD  V26.D2, V24.D2, V24.D2
	VADD  V26.D2, V25.D2, V25.D2
	ADD   R5, R4
	ADD   R5, R6
	ADD   R5, R7
	ADD   R5, R8
	SUBS  $4, R3
	BNE   shift
	RET
