#include "textflag.h"
#include "neon_arm64.h"

// Filters that compute one output in several. The lanes go along the taps: a
// register of samples meets a register of taps, and what it comes to is added up
// at the end. Eight windows, at R9-R16, share each load of taps; their sums are
// in V0-V7.
//
// In: R0 dst, R1 src, R2 taps, R3 whole registers of taps, R4 lanes left, R5
// bytes from window to window, R6 blocks.

#define ARGS \
	MOVD  dst+0(FP), R0; \
	MOVD  src+8(FP), R1; \
	MOVD  taps+16(FP), R2; \
	MOVD  whole+24(FP), R3; \
	MOVD  rest+32(FP), R4; \
	MOVD  stride+40(FP), R5; \
	MOVD  blocks+48(FP), R6

// EIGHT sums the taps of eight windows. move loads a sample of so many bytes and
// lanes, and clears the rest of the register: the way of the last taps.
#define EIGHT(move, bytes, lanes) \
	VEOR V0.B16, V0.B16, V0.B16; \
	VEOR V1.B16, V1.B16, V1.B16; \
	VEOR V2.B16, V2.B16, V2.B16; \
	VEOR V3.B16, V3.B16, V3.B16; \
	VEOR V4.B16, V4.B16, V4.B16; \
	VEOR V5.B16, V5.B16, V5.B16; \
	VEOR V6.B16, V6.B16, V6.B16; \
	VEOR V7.B16, V7.B16, V7.B16; \
	MOVD R1, R9; \
	ADD R5, R9, R10; \
	ADD R5, R10, R11; \
	ADD R5, R11, R12; \
	ADD R5, R12, R13; \
	ADD R5, R13, R14; \
	ADD R5, R14, R15; \
	ADD R5, R15, R16; \
	ADD R5, R16, R1; \
	MOVD R2, R7; \
	MOVD R3, R8; \
	CBZ R8, last; \
whole: \
	FMOVQ.P 16(R7), F16; \
	FMOVQ.P 16(R9), F20; \
	VFMLA V20.S4, V16.S4, V0.S4; \
	FMOVQ.P 16(R10), F21; \
	VFMLA V21.S4, V16.S4, V1.S4; \
	FMOVQ.P 16(R11), F22; \
	VFMLA V22.S4, V16.S4, V2.S4; \
	FMOVQ.P 16(R12), F23; \
	VFMLA V23.S4, V16.S4, V3.S4; \
	FMOVQ.P 16(R13), F20; \
	VFMLA V20.S4, V16.S4, V4.S4; \
	FMOVQ.P 16(R14), F21; \
	VFMLA V21.S4, V16.S4, V5.S4; \
	FMOVQ.P 16(R15), F22; \
	VFMLA V22.S4, V16.S4, V6.S4; \
	FMOVQ.P 16(R16), F23; \
	VFMLA V23.S4, V16.S4, V7.S4; \
	SUBS $1, R8; \
	BNE whole; \
last: \
	MOVD R4, R8; \
	CBZ R8, sum; \
lane: \
	move bytes(R7), F16; \
	move bytes(R9), F20; \
	VFMLA V20.S4, V16.S4, V0.S4; \
	move bytes(R10), F21; \
	VFMLA V21.S4, V16.S4, V1.S4; \
	move bytes(R11), F22; \
	VFMLA V22.S4, V16.S4, V2.S4; \
	move bytes(R12), F23; \
	VFMLA V23.S4, V16.S4, V3.S4; \
	move bytes(R13), F20; \
	VFMLA V20.S4, V16.S4, V4.S4; \
	move bytes(R14), F21; \
	VFMLA V21.S4, V16.S4, V5.S4; \
	move bytes(R15), F22; \
	VFMLA V22.S4, V16.S4, V6.S4; \
	move bytes(R16), F23; \
	VFMLA V23.S4, V16.S4, V7.S4; \
	SUBS $lanes, R8; \
	BNE lane; \
sum:

// REAL4 adds up a to d, four lanes each, and leaves the four sums in a.
#define REAL4(a, b, c, d) \
	FADDP_4S(b, a, a); \
	FADDP_4S(d, c, c); \
	FADDP_4S(c, a, a)

// COMPLEX2 adds up a and b, two samples each, and stores the two sums. V20 and V21
// are lost.
#define COMPLEX2(a, b) \
	VZIP1 b.D2, a.D2, V20.D2; \
	VZIP2 b.D2, a.D2, V21.D2; \
	FADD_4S(21, 20, 20); \
	FMOVQ.P F20, 16(R0)

// func decimateRealNEON(dst, src, taps *float32, whole, rest, stride, blocks int)
TEXT ·decimateRealNEON(SB), NOSPLIT, $0-56
	ARGS

block:
	EIGHT(FMOVS.P, 4, 1)
	REAL4(0, 1, 2, 3)
	REAL4(4, 5, 6, 7)
	FSTPQ.P (F0, F4), 32(R0)
	SUBS $1, R6
	BNE  block
	RET

// func decimateComplexNEON(dst, src *complex64, taps *float32, whole, rest, stride, blocks int)
TEXT ·decimateComplexNEON(SB), NOSPLIT, $0-56
	ARGS

block:
	EIGHT(FMOVD.P, 8, 2)
	COMPLEX2(V0, V1)
	COMPLEX2(V2, V3)
	COMPLEX2(V4, V5)
	COMPLEX2(V6, V7)
	SUBS $1, R6
	BNE  block
	RET
