#include "textflag.h"
#include "neon_arm64.h"

// Four samples of each quarter at a time, real and imaginary parts in registers
// of their own: those of x at R1 in V0 and V1, and so on from R2, R3 and R4.

#define QUARTERS(n) \
	MOVD y+0(FP), R0; \
	MOVD x+8(FP), R1; \
	MOVD b+16(FP), R2; \
	MOVD d+24(FP), R4; \
	MOVD n, R6; \
	ADD R6<<4, R1, R3

// RADIX4 makes the legs 0 to 3 in V0 to V7 of four samples each. V16-V23 are lost.
#define RADIX4 \
	VLD2.P 32(R1), [V0.S4, V1.S4]; \
	VLD2.P 32(R3), [V4.S4, V5.S4]; \
	VLD2.P 32(R2), [V2.S4, V3.S4]; \
	VLD2.P 32(R4), [V6.S4, V7.S4]; \
	FADD_4S(4, 0, 16); \
	FADD_4S(5, 1, 17); \
	FSUB_4S(4, 0, 18); \
	FSUB_4S(5, 1, 19); \
	FADD_4S(6, 2, 20); \
	FADD_4S(7, 3, 21); \
	FSUB_4S(6, 2, 22); \
	FSUB_4S(7, 3, 23); \
	FADD_4S(20, 16, 0); \
	FADD_4S(21, 17, 1); \
	FADD_4S(23, 18, 2); \
	FSUB_4S(22, 19, 3); \
	FSUB_4S(20, 16, 4); \
	FSUB_4S(21, 17, 5); \
	FSUB_4S(23, 18, 6); \
	FADD_4S(22, 19, 7)

// func fftFirstNEON(y, x, b, d, tw *complex64, quarter int)
TEXT ·fftFirstNEON(SB), NOSPLIT, $0-48
	QUARTERS(quarter+40(FP))
	MOVD tw+32(FP), R5

// Four blocks: their legs lie one block in a lane, and are put in order on the way
// to memory.
first:
	RADIX4
	VLD2.P 32(R5), [V24.S4, V25.S4]
	VLD2.P 32(R5), [V26.S4, V27.S4]
	VLD2.P 32(R5), [V28.S4, V29.S4]
	FMUL_4S(24, 2, 16)
	FMUL_4S(25, 2, 17)
	VFMLS V25.S4, V3.S4, V16.S4
	VFMLA V24.S4, V3.S4, V17.S4
	FMUL_4S(26, 4, 18)
	FMUL_4S(27, 4, 19)
	VFMLS V27.S4, V5.S4, V18.S4
	VFMLA V26.S4, V5.S4, V19.S4
	FMUL_4S(28, 6, 20)
	FMUL_4S(29, 6, 21)
	VFMLS V29.S4, V7.S4, V20.S4
	VFMLA V28.S4, V7.S4, V21.S4
	VZIP1 V1.S4, V0.S4, V24.S4
	VZIP1 V17.S4, V16.S4, V25.S4
	VZIP1 V19.S4, V18.S4, V26.S4
	VZIP1 V21.S4, V20.S4, V27.S4
	VZIP2 V1.S4, V0.S4, V28.S4
	VZIP2 V17.S4, V16.S4, V29.S4
	VZIP2 V19.S4, V18.S4, V30.S4
	VZIP2 V21.S4, V20.S4, V31.S4
	VST4.P [V24.D2, V25.D2, V26.D2, V27.D2], 64(R0)
	VST4.P [V28.D2, V29.D2, V30.D2, V31.D2], 64(R0)
	SUBS $4, R6
	BNE  first
	RET

// TIMES multiplies re and im by the twiddle in the elements i and i+1 of w.
#define TIMES(w, i, re, im, toRe, toIm) \
	FMUL_4S_ELEMENT(w, i, re, toRe); \
	FMUL_4S_ELEMENT(w, i+1, re, toIm); \
	FMLS_4S_ELEMENT(w, i+1, im, toRe); \
	FMLA_4S_ELEMENT(w, i, im, toIm)

// func fftMiddleNEON(y, x, b, d, tw *complex64, quarter, stride int)
TEXT ·fftMiddleNEON(SB), NOSPLIT, $0-56
	QUARTERS(quarter+40(FP))
	MOVD tw+32(FP), R5
	MOVD stride+48(FP), R7
	LSL  $3, R7, R8
	ADD  R8, R0, R9
	ADD  R8, R9, R10
	ADD  R8, R10, R11
	ADD  R8<<1, R8, R8

// A block: the twiddles are the same for all of it.
place:
	FMOVQ.P 16(R5), F24
	FMOVD.P 8(R5), F25
	MOVD R7, R12

middle:
	RADIX4
	TIMES(24, 0, 2, 3, 26, 27)
	TIMES(24, 2, 4, 5, 28, 29)
	TIMES(25, 0, 6, 7, 30, 31)
	VST2.P [V0.S4, V1.S4], 32(R0)
	VST2.P [V26.S4, V27.S4], 32(R9)
	VST2.P [V28.S4, V29.S4], 32(R10)
	VST2.P [V30.S4, V31.S4], 32(R11)
	SUBS $4, R12
	BNE  middle
	ADD  R8, R0
	ADD  R8, R9
	ADD  R8, R10
	ADD  R8, R11
	SUBS R7, R6
	BNE  place
	RET

// func fftLast4NEON(y, x, b, d *complex64, quarter int, scale float32)
TEXT ·fftLast4NEON(SB), NOSPLIT, $0-44
	QUARTERS(quarter+32(FP))
	FMOVS scale+40(FP), F24
	ADD  R6<<3, R0, R9
	ADD  R6<<3, R9, R10
	ADD  R6<<3, R10, R11

// There are no twiddles.
last4:
	RADIX4
	FMUL_4S_ELEMENT(24, 0, 0, 0)
	FMUL_4S_ELEMENT(24, 0, 1, 1)
	FMUL_4S_ELEMENT(24, 0, 2, 2)
	FMUL_4S_ELEMENT(24, 0, 3, 3)
	FMUL_4S_ELEMENT(24, 0, 4, 4)
	FMUL_4S_ELEMENT(24, 0, 5, 5)
	FMUL_4S_ELEMENT(24, 0, 6, 6)
	FMUL_4S_ELEMENT(24, 0, 7, 7)
	VST2.P [V0.S4, V1.S4], 32(R0)
	VST2.P [V2.S4, V3.S4], 32(R9)
	VST2.P [V4.S4, V5.S4], 32(R10)
	VST2.P [V6.S4, V7.S4], 32(R11)
	SUBS $4, R6
	BNE  last4
	RET

// func fftLast2NEON(y, x *complex64, half int, scale float32)
TEXT ·fftLast2NEON(SB), NOSPLIT, $0-28
	MOVD  y+0(FP), R0
	MOVD  x+8(FP), R1
	MOVD  half+16(FP), R6
	FMOVS scale+24(FP), F24
	ADD   R6<<3, R0, R9
	ADD   R6<<3, R1, R2

// Four samples of each leg.
last2:
	FLDPQ.P 32(R1), (F0, F1)
	FLDPQ.P 32(R2), (F2, F3)
	FADD_4S(2, 0, 4)
	FADD_4S(3, 1, 5)
	FSUB_4S(2, 0, 6)
	FSUB_4S(3, 1, 7)
	FMUL_4S_ELEMENT(24, 0, 4, 4)
	FMUL_4S_ELEMENT(24, 0, 5, 5)
	FMUL_4S_ELEMENT(24, 0, 6, 6)
	FMUL_4S_ELEMENT(24, 0, 7, 7)
	FSTPQ.P (F4, F5), 32(R0)
	FSTPQ.P (F6, F7), 32(R9)
	SUBS $4, R6
	BNE  last2
	RET
