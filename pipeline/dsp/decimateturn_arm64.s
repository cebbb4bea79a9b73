#include "textflag.h"
#include "neon_arm64.h"

// A filter with complex taps that computes one output in several; decimate_arm64.s
// has the idea. The real and the imaginary parts of the taps, each twice, come in
// registers by turns; the sums of eight windows, at R9-R16, with the real parts are
// in V0-V7, those with the imaginary parts in V8-V15.
//
// In: R0 dst, R1 src, R2 taps, R3 whole registers of taps, R4 lanes left (0 or 2:
// one sample), R5 bytes from window to window, R6 blocks. V18 is -1, 1, -1, 1.

// EIGHT takes one register of taps of all windows; move loads from one of them, so
// many bytes, and clears the rest of the register.
#define EIGHT(move, bytes) \
	FLDPQ.P 32(R7), (F16, F17); \
	move bytes(R9), F20; \
	VFMLA V20.S4, V16.S4, V0.S4; \
	VFMLA V20.S4, V17.S4, V8.S4; \
	move bytes(R10), F21; \
	VFMLA V21.S4, V16.S4, V1.S4; \
	VFMLA V21.S4, V17.S4, V9.S4; \
	move bytes(R11), F22; \
	VFMLA V22.S4, V16.S4, V2.S4; \
	VFMLA V22.S4, V17.S4, V10.S4; \
	move bytes(R12), F23; \
	VFMLA V23.S4, V16.S4, V3.S4; \
	VFMLA V23.S4, V17.S4, V11.S4; \
	move bytes(R13), F20; \
	VFMLA V20.S4, V16.S4, V4.S4; \
	VFMLA V20.S4, V17.S4, V12.S4; \
	move bytes(R14), F21; \
	VFMLA V21.S4, V16.S4, V5.S4; \
	VFMLA V21.S4, V17.S4, V13.S4; \
	move bytes(R15), F22; \
	VFMLA V22.S4, V16.S4, V6.S4; \
	VFMLA V22.S4, V17.S4, V14.S4; \
	move bytes(R16), F23; \
	VFMLA V23.S4, V16.S4, V7.S4; \
	VFMLA V23.S4, V17.S4, V15.S4

// TWO stores a + i·b of two windows: the two samples of each register are added up,
// then the parts of b change places, and of its lanes the even ones are taken away
// and the odd ones added.
#define TWO(a0, a1, b0, b1) \
	VZIP1 a1.D2, a0.D2, V20.D2; \
	VZIP2 a1.D2, a0.D2, V21.D2; \
	VZIP1 b1.D2, b0.D2, V22.D2; \
	VZIP2 b1.D2, b0.D2, V23.D2; \
	FADD_4S(21, 20, 20); \
	FADD_4S(23, 22, 22); \
	VREV64 V22.S4, V22.S4; \
	VFMLA V18.S4, V22.S4, V20.S4; \
	FMOVQ.P F20, 16(R0)

// func decimateTurnNEON(dst, src *complex64, taps *float32, whole, rest, stride, blocks int)
TEXT ·decimateTurnNEON(SB), NOSPLIT, $0-56
	MOVD dst+0(FP), R0
	MOVD src+8(FP), R1
	MOVD taps+16(FP), R2
	MOVD whole+24(FP), R3
	MOVD rest+32(FP), R4
	MOVD stride+40(FP), R5
	MOVD blocks+48(FP), R6
	MOVD $0x3F800000BF800000, R7
	VDUP R7, V18.D2

block:
	VEOR V0.B16, V0.B16, V0.B16
	VEOR V1.B16, V1.B16, V1.B16
	VEOR V2.B16, V2.B16, V2.B16
	VEOR V3.B16, V3.B16, V3.B16
	VEOR V4.B16, V4.B16, V4.B16
	VEOR V5.B16, V5.B16, V5.B16
	VEOR V6.B16, V6.B16, V6.B16
	VEOR V7.B16, V7.B16, V7.B16
	VEOR V8.B16, V8.B16, V8.B16
	VEOR V9.B16, V9.B16, V9.B16
	VEOR V10.B16, V10.B16, V10.B16
	VEOR V11.B16, V11.B16, V11.B16
	VEOR V12.B16, V12.B16, V12.B16
	VEOR V13.B16, V13.B16, V13.B16
	VEOR V14.B16, V14.B16, V14.B16
	VEOR V15.B16, V15.B16, V15.B16
	MOVD R1, R9
	ADD  R5, R9, R10
	ADD  R5, R10, R11
	ADD  R5, R11, R12
	ADD  R5, R12, R13
	ADD  R5, R13, R14
	ADD  R5, R14, R15
	ADD  R5, R15, R16
	ADD  R5, R16, R1
	MOVD R2, R7
	MOVD R3, R8
	CBZ  R8, last

whole:
	EIGHT(FMOVQ.P, 16)
	SUBS $1, R8
	BNE  whole

last:
	CBZ R4, sum
	EIGHT(FMOVD.P, 8)

sum:
	TWO(V0, V1, V8, V9)
	TWO(V2, V3, V10, V11)
	TWO(V4, V5, V12, V13)
	TWO(V6, V7, V14, V15)
	SUBS $1, R6
	BNE  block
	RET
