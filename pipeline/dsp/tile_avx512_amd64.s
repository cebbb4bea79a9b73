#include "textflag.h"

// VXORPS of 512 bits wants AVX512DQ, which every processor chosen here has.
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
#define T2 Z10
#define T3 Z11
#define X Z12

#define ARGS \
	MOVQ dst+0(FP), DI; \
	MOVQ src+8(FP), SI; \
	MOVQ taps+16(FP), R8; \
	MOVQ quads+24(FP), R9; \
	MOVQ pairs+32(FP), R10; \
	MOVQ singles+40(FP), R11; \
	MOVQ blocks+48(FP), R12

// func tileRealAVX512(dst, src, taps *float32, quads, pairs, singles, blocks int)
TEXT ·tileRealAVX512(SB), NOSPLIT, $0-56
	ARGS
	MOVQ $4, R13
	JMP  tile<>(SB)

// func tileComplexAVX512(dst, src *complex64, taps *float32, quads, pairs, singles, blocks int)
TEXT ·tileComplexAVX512(SB), NOSPLIT, $0-56
	ARGS
	MOVQ $8, R13
	JMP  tile<>(SB)

TEXT tile<>(SB), NOSPLIT, $0
#include "tile_amd64.h"
