#include "textflag.h"

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
	MOVD  blocks+48(FP), R6; \
	FMOVS $1.0, F18; \
	VDUP  V18.S[0], V18.S4

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

// ADDUP adds the lanes of v that are n bytes apart, by way of V17; V18 is all
// ones, for there is no plain addition of vectors in this assembler.
#define ADDUP(v, n) \
	VEXT  $n, v.B16, v.B16, V17.B16; \
	VFMLA V17.S4, V18.S4, v.S4

// func decimateRealNEON(dst, src, taps *float32, whole, rest, stride, blocks int)
TEXT ·decimateRealNEON(SB), NOSPLIT, $0-56
	ARGS

block:
	EIGHT(FMOVS.P, 4, 1)
	ADDUP(V0, 8)
	ADDUP(V0, 4)
	FMOVS F0, 0(R0)
	ADDUP(V1, 8)
	ADDUP(V1, 4)
	FMOVS F1, 4(R0)
	ADDUP(V2, 8)
	ADDUP(V2, 4)
	FMOVS F2, 8(R0)
	ADDUP(V3, 8)
	ADDUP(V3, 4)
	FMOVS F3, 12(R0)
	ADDUP(V4, 8)
	ADDUP(V4, 4)
	FMOVS F4, 16(R0)
	ADDUP(V5, 8)
	ADDUP(V5, 4)
	FMOVS F5, 20(R0)
	ADDUP(V6, 8)
	ADDUP(V6, 4)
	FMOVS F6, 24(R0)
	ADDUP(V7, 8)
	ADDUP(V7, 4)
	FMOVS F7, 28(R0)
	ADD  $32, R0
	SUBS $1, R6
	BNE  block
	RET

// func decimateComplexNEON(dst, src *complex64, taps *float32, whole, rest, stride, blocks int)
TEXT ·decimateComplexNEON(SB), NOSPLIT, $0-56
	ARGS

block:
	EIGHT(FMOVD.P, 8, 2)
	ADDUP(V0, 8)
	FMOVD F0, 0(R0)
	ADDUP(V1, 8)
	FMOVD F1, 8(R0)
	ADDUP(V2, 8)
	FMOVD F2, 16(R0)
	ADDUP(V3, 8)
	FMOVD F3, 24(R0)
	ADDUP(V4, 8)
	FMOVD F4, 32(R0)
	ADDUP(V5, 8)
	FMOVD F5, 40(R0)
	ADDUP(V6, 8)
	FMOVD F6, 48(R0)
	ADDUP(V7, 8)
	FMOVD F7, 56(R0)
	ADD  $64, R0
	SUBS $1, R6
	BNE  block
	RET
