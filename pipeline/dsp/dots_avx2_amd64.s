#include "textflag.h"
#include "sums_amd64.h"

// Four windows, each with taps of its own; the lanes go along the taps. One
// width of registers will do: only resamplers with many phases come here.
//
// FOUR: In: AX BX CX DX windows, R8-R11 taps, R12 whole registers of taps, R13
// lanes in the last one or 0. Out: Y0-Y3 sums.
#define FOUR \
	VXORPS Y0, Y0, Y0; \
	VXORPS Y1, Y1, Y1; \
	VXORPS Y2, Y2, Y2; \
	VXORPS Y3, Y3, Y3; \
	XORQ SI, SI; \
	TESTQ R12, R12; \
	JZ    last; \
whole: \
	VMOVUPS (AX)(SI*1), Y4; \
	VMOVUPS (BX)(SI*1), Y5; \
	VMOVUPS (CX)(SI*1), Y6; \
	VMOVUPS (DX)(SI*1), Y7; \
	VFMADD231PS (R8)(SI*1), Y4, Y0; \
	VFMADD231PS (R9)(SI*1), Y5, Y1; \
	VFMADD231PS (R10)(SI*1), Y6, Y2; \
	VFMADD231PS (R11)(SI*1), Y7, Y3; \
	ADDQ $32, SI; \
	DECQ R12; \
	JNZ  whole; \
last: \
	TESTQ R13, R13; \
	JZ    sum; \
	LEAQ  masks<>+32(SB), DI; \
	SHLQ  $2, R13; \
	SUBQ  R13, DI; \
	VMOVUPS (DI), Y8; \
	VMASKMOVPS (AX)(SI*1), Y8, Y4; \
	VMASKMOVPS (BX)(SI*1), Y8, Y5; \
	VMASKMOVPS (CX)(SI*1), Y8, Y6; \
	VMASKMOVPS (DX)(SI*1), Y8, Y7; \
	VFMADD231PS (R8)(SI*1), Y4, Y0; \
	VFMADD231PS (R9)(SI*1), Y5, Y1; \
	VFMADD231PS (R10)(SI*1), Y6, Y2; \
	VFMADD231PS (R11)(SI*1), Y7, Y3; \
sum:

#define ARGS \
	MOVQ w0+8(FP), AX; \
	MOVQ w1+16(FP), BX; \
	MOVQ w2+24(FP), CX; \
	MOVQ w3+32(FP), DX; \
	MOVQ t0+40(FP), R8; \
	MOVQ t1+48(FP), R9; \
	MOVQ t2+56(FP), R10; \
	MOVQ t3+64(FP), R11; \
	MOVQ whole+72(FP), R12; \
	MOVQ rest+80(FP), R13

DATA masks<>+0(SB)/8, $-1
DATA masks<>+8(SB)/8, $-1
DATA masks<>+16(SB)/8, $-1
DATA masks<>+24(SB)/8, $-1
DATA masks<>+32(SB)/8, $0
DATA masks<>+40(SB)/8, $0
DATA masks<>+48(SB)/8, $0
DATA masks<>+56(SB)/8, $0
GLOBL masks<>(SB), RODATA|NOPTR, $64

// func dots4RealAVX2(dst *[4]float32, w0, w1, w2, w3, t0, t1, t2, t3 *float32, whole, rest int)
TEXT ·dots4RealAVX2(SB), NOSPLIT, $0-88
	ARGS
	FOUR
	REAL4
	MOVQ dst+0(FP), DI
	VMOVUPS X0, (DI)
	VZEROUPPER
	RET

// func dots4ComplexAVX2(dst *[4]complex64, w0, w1, w2, w3 *complex64, t0, t1, t2, t3 *float32, whole, rest int)
TEXT ·dots4ComplexAVX2(SB), NOSPLIT, $0-88
	ARGS
	FOUR
	COMPLEX4(Y0, Y1, Y2, Y3, Y8, Y9)
	MOVQ dst+0(FP), DI
	VMOVUPS Y0, (DI)
	VZEROUPPER
	RET
