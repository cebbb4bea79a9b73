#include "textflag.h"
#include "sums_amd64.h"

#define VEC 32
#define A0 Y0
#define A1 Y1
#define A2 Y2
#define A3 Y3
#define A4 Y4
#define A5 Y5
#define A6 Y6
#define A7 Y7
#define T0 Y8
#define T1 Y9
#define X Y10

// The mask is a stretch of ones and noughts that begins so that R10 ones are left.
#define LAST \
	LEAQ masks<>+32(SB), AX; \
	MOVQ R10, CX; \
	SHLQ $2, CX; \
	SUBQ CX, AX; \
	VMOVUPS (AX), Y11

#define MASKED(m, x) VMASKMOVPS m, Y11, x
#define FOLD8

DATA masks<>+0(SB)/8, $-1
DATA masks<>+8(SB)/8, $-1
DATA masks<>+16(SB)/8, $-1
DATA masks<>+24(SB)/8, $-1
DATA masks<>+32(SB)/8, $0
DATA masks<>+40(SB)/8, $0
DATA masks<>+48(SB)/8, $0
DATA masks<>+56(SB)/8, $0
GLOBL masks<>(SB), RODATA|NOPTR, $64

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

// func decimateRealAVX2(dst, src, taps *float32, whole, rest, stride, blocks int)
TEXT ·decimateRealAVX2(SB), NOSPLIT, $0-56
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

// func decimateComplexAVX2(dst, src *complex64, taps *float32, whole, rest, stride, blocks int)
TEXT ·decimateComplexAVX2(SB), NOSPLIT, $0-56
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

// func decimateTurnAVX2(dst, src *complex64, taps *float32, whole, rest, stride, blocks int)
TEXT ·decimateTurnAVX2(SB), NOSPLIT, $0-56
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
