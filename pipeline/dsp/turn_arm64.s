#include "textflag.h"
#include "neon_arm64.h"

// A filter with complex taps that keeps every output; tile_arm64.s has the idea.
// A block is eight registers of outputs, two samples each. The samples meet the
// real parts of the taps in V0-V7 and their imaginary parts in V8-V15; the two are
// put together when all is summed. Four taps one register of samples apart and
// eight registers of outputs, 64 products, need 11 loads of samples and one of taps.
//
// In: R0 dst, R1 src, R2 taps in order of use, R3 quads, R4 singles, R5 blocks.
// Taps are in V16 and V17, samples in V20-V23.

// Tap 0 to 3 meets the samples x; the sums are in a and eight registers further on.
#define TAP0(x, a) \
	FMLA_4S_ELEMENT(16, 0, x, a); \
	FMLA_4S_ELEMENT(16, 1, x, a+8)

#define TAP1(x, a) \
	FMLA_4S_ELEMENT(16, 2, x, a); \
	FMLA_4S_ELEMENT(16, 3, x, a+8)

#define TAP2(x, a) \
	FMLA_4S_ELEMENT(17, 0, x, a); \
	FMLA_4S_ELEMENT(17, 1, x, a+8)

#define TAP3(x, a) \
	FMLA_4S_ELEMENT(17, 2, x, a); \
	FMLA_4S_ELEMENT(17, 3, x, a+8)

// JOIN leaves a + i·b in a: the parts of b change places, then the even lanes are
// taken away and the odd lanes added. V18 is -1, 1, -1, 1.
#define JOIN(a, b) \
	VREV64 b.S4, b.S4; \
	VFMLA  V18.S4, b.S4, a.S4

// func turnNEON(dst, src, taps *complex64, quads, singles, blocks int)
TEXT ·turnNEON(SB), NOSPLIT, $0-48
	MOVD dst+0(FP), R0
	MOVD src+8(FP), R1
	MOVD taps+16(FP), R2
	MOVD quads+24(FP), R3
	MOVD singles+32(FP), R4
	MOVD blocks+40(FP), R5
	MOVD $0x3F800000BF800000, R6
	VDUP R6, V18.D2

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
	MOVD R1, R7
	MOVD R2, R8
	MOVD R3, R9
	CBZ  R9, single

// Two registers' worth of taps, four times: once for each sample of a register.
quad:
	ADD $16, R7, R10

quadTap:
	VLD1.P 32(R8), [V16.S4, V17.S4]
	FMOVQ 0(R7), F20
	TAP0(20, 0)
	FMOVQ 16(R7), F21
	TAP0(21, 1)
	TAP1(21, 0)
	FMOVQ 32(R7), F22
	TAP0(22, 2)
	TAP1(22, 1)
	TAP2(22, 0)
	FMOVQ 48(R7), F23
	TAP0(23, 3)
	TAP1(23, 2)
	TAP2(23, 1)
	TAP3(23, 0)
	FMOVQ 64(R7), F20
	TAP0(20, 4)
	TAP1(20, 3)
	TAP2(20, 2)
	TAP3(20, 1)
	FMOVQ 80(R7), F21
	TAP0(21, 5)
	TAP1(21, 4)
	TAP2(21, 3)
	TAP3(21, 2)
	FMOVQ 96(R7), F22
	TAP0(22, 6)
	TAP1(22, 5)
	TAP2(22, 4)
	TAP3(22, 3)
	FMOVQ 112(R7), F23
	TAP0(23, 7)
	TAP1(23, 6)
	TAP2(23, 5)
	TAP3(23, 4)
	FMOVQ 128(R7), F20
	TAP1(20, 7)
	TAP2(20, 6)
	TAP3(20, 5)
	FMOVQ 144(R7), F21
	TAP2(21, 7)
	TAP3(21, 6)
	FMOVQ 160(R7), F22
	TAP3(22, 7)
	ADD  $8, R7
	CMP  R10, R7
	BNE  quadTap
	ADD  $48, R7
	SUBS $1, R9
	BNE  quad

// The taps that are left, one at a time.
single:
	MOVD R4, R9
	CBZ  R9, store

singleTap:
	FMOVD.P 8(R8), F16
	FMOVQ 0(R7), F20
	TAP0(20, 0)
	FMOVQ 16(R7), F21
	TAP0(21, 1)
	FMOVQ 32(R7), F22
	TAP0(22, 2)
	FMOVQ 48(R7), F23
	TAP0(23, 3)
	FMOVQ 64(R7), F20
	TAP0(20, 4)
	FMOVQ 80(R7), F21
	TAP0(21, 5)
	FMOVQ 96(R7), F22
	TAP0(22, 6)
	FMOVQ 112(R7), F23
	TAP0(23, 7)
	ADD  $8, R7
	SUBS $1, R9
	BNE  singleTap

store:
	JOIN(V0, V8)
	JOIN(V1, V9)
	JOIN(V2, V10)
	JOIN(V3, V11)
	JOIN(V4, V12)
	JOIN(V5, V13)
	JOIN(V6, V14)
	JOIN(V7, V15)
	FMOVQ F0, 0(R0)
	FMOVQ F1, 16(R0)
	FMOVQ F2, 32(R0)
	FMOVQ F3, 48(R0)
	FMOVQ F4, 64(R0)
	FMOVQ F5, 80(R0)
	FMOVQ F6, 96(R0)
	FMOVQ F7, 112(R0)
	ADD  $128, R0
	ADD  $128, R1
	SUBS $1, R5
	BNE  block
	RET
