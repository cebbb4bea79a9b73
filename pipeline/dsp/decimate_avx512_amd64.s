#include "textflag.h"
#include "sums_amd64.h"

#define VEC 64
#define A0 Z0
#define A1 Z1
#define A2 Z2
#define A3 Z3
#define A4 Z4
#define A5 Z5
#define A6 Z6
#define A7 Z7
#define T0 Z8
#define T1 Z9
#define X Z10

#define LAST \
	MOVQ R10, CX; \
	MOVL $1, AX; \
	SHLL CX, AX; \
	DECL AX; \
	KMOVW AX, K1

#define MASKED(m, x) VMOVUPS.Z m, K1, x
#define FOLD8 \
	FOLD(Z0, Y0); \
	FOLD(Z1, Y1); \
	FOLD(Z2, Y2); \
	FOLD(Z3, Y3); \
	FOLD(Z4, Y4); \
	FOLD(Z5, Y5); \
	FOLD(Z6, Y6); \
	FOLD(Z7, Y7)

#include "decimate_amd64.h"

#define ARGS \
	MOVQ dst+0(FP), DI; \
	MOVQ src+8(FP), SI; \
	MOVQ taps+16(FP), R8; \
	MOVQ whole+24(FP), R9; \
	MOVQ rest+32(FP), R10; \
	MOVQ stride+40(FP), R11; \
	MOVQ blocks+48(FP), R12; \
	LAST

// func decimateRealAVX512(dst, src, taps *float32, whole, rest, stride, blocks int)
TEXT ·decimateRealAVX512(SB), NOSPLIT, $0-56
	ARGS

block:
	EIGHT
	REAL8
	VMOVUPS Y0, (DI)
	ADDQ $32, DI
	LEAQ (SI)(R11*8), SI
	DECQ R12
	JNZ  block
	VZEROUPPER
	RET

// func decimateComplexAVX512(dst, src *complex64, taps *float32, whole, rest, stride, blocks int)
TEXT ·decimateComplexAVX512(SB), NOSPLIT, $0-56
	ARGS

block:
	EIGHT
	COMPLEX4(Y0, Y1, Y2, Y3, Y8, Y9)
	COMPLEX4(Y4, Y5, Y6, Y7, Y8, Y9)
	VMOVUPS Y0, (DI)
	VMOVUPS Y4, 32(DI)
	ADDQ $64, DI
	LEAQ (SI)(R11*8), SI
	DECQ R12
	JNZ  block
	VZEROUPPER
	RET

// func decimateTurnAVX512(dst, src *complex64, taps *float32, whole, rest, stride, blocks int)
TEXT ·decimateTurnAVX512(SB), NOSPLIT, $0-56
	ARGS

block:
	FOUR
	COMPLEX4(Y0, Y1, Y2, Y3, Y8, Y9)
	COMPLEX4(Y4, Y5, Y6, Y7, Y8, Y9)
	JOIN(Y0, Y4)
	VMOVUPS Y0, (DI)
	ADDQ $32, DI
	LEAQ (SI)(R11*4), SI
	DECQ R12
	JNZ  block
	VZEROUPPER
	RET
