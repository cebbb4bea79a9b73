#include "textflag.h"
#include "neon_arm64.h"

// Four windows, each with taps of its own; the lanes go along the taps.
//
// In: R1-R4 windows, R5-R8 taps, R9 whole registers of taps, R10 lanes left.
// The sums are in V0-V3.

#define ARGS \
	MOVD w0+8(FP), R1; \
	MOVD w1+16(FP), R2; \
	MOVD w2+24(FP), R3; \
	MOVD w3+32(FP), R4; \
	MOVD t0+40(FP), R5; \
	MOVD t1+48(FP), R6; \
	MOVD t2+56(FP), R7; \
	MOVD t3+64(FP), R8; \
	MOVD whole+72(FP), R9; \
	MOVD rest+80(FP), R10

// STEP takes so many bytes of each window and its taps; move loads them and clears
// the rest of the register.
#define STEP(move, bytes) \
	move bytes(R1), F16; \
	move bytes(R5), F20; \
	move bytes(R2), F17; \
	move bytes(R6), F21; \
	move bytes(R3), F18; \
	move bytes(R7), F22; \
	move bytes(R4), F19; \
	move bytes(R8), F23; \
	VFMLA V20.S4, V16.S4, V0.S4; \
	VFMLA V21.S4, V17.S4, V1.S4; \
	VFMLA V22.S4, V18.S4, V2.S4; \
	VFMLA V23.S4, V19.S4, V3.S4

// FOUR sums the taps of four windows; a sample is so many lanes, and move loads one.
// Then R0 is dst.
#define FOUR(move, bytes, lanes) \
	VEOR V0.B16, V0.B16, V0.B16; \
	VEOR V1.B16, V1.B16, V1.B16; \
	VEOR V2.B16, V2.B16, V2.B16; \
	VEOR V3.B16, V3.B16, V3.B16; \
	CBZ R9, last; \
whole: \
	STEP(FMOVQ.P, 16); \
	SUBS $1, R9; \
	BNE whole; \
last: \
	CBZ R10, sum; \
lane: \
	STEP(move, bytes); \
	SUBS $lanes, R10; \
	BNE lane; \
sum: \
	MOVD dst+0(FP), R0

// func dots4RealNEON(dst *[4]float32, w0, w1, w2, w3, t0, t1, t2, t3 *float32, whole, rest int)
TEXT ·dots4RealNEON(SB), NOSPLIT, $0-88
	ARGS
	FOUR(FMOVS.P, 4, 1)
	FADDP_4S(1, 0, 0)
	FADDP_4S(3, 2, 2)
	FADDP_4S(2, 0, 0)
	FMOVQ F0, (R0)
	RET

// func dots4ComplexNEON(dst *[4]complex64, w0, w1, w2, w3 *complex64, t0, t1, t2, t3 *float32, whole, rest int)
TEXT ·dots4ComplexNEON(SB), NOSPLIT, $0-88
	ARGS
	FOUR(FMOVD.P, 8, 2)
	VZIP1 V1.D2, V0.D2, V4.D2
	VZIP2 V1.D2, V0.D2, V5.D2
	VZIP1 V3.D2, V2.D2, V6.D2
	VZIP2 V3.D2, V2.D2, V7.D2
	FADD_4S(5, 4, 4)
	FADD_4S(7, 6, 6)
	FSTPQ (F4, F6), (R0)
	RET
