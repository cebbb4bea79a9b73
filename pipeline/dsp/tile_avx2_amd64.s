#include "textflag.h"

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
#define T2 Y10
#define T3 Y11
#define X Y12

#define ARGS \
	MOVQ dst+0(FP), DI; \
	MOVQ src+8(FP), SI; \
	MOVQ taps+16(FP), R8; \
	MOVQ quads+24(FP), R9; \
	MOVQ pairs+32(FP), R10; \
	MOVQ singles+40(FP), R11; \
	MOVQ blocks+48(FP), R12

// func tileRealAVX2(dst, src, taps *float32, quads, pairs, singles, blocks int)
TEXT ·tileRealAVX2(SB), NOSPLIT, $0-56
	ARGS
	MOVQ $4, R13
	JMP  tile<>(SB)

// func tileComplexAVX2(dst, src *complex64, taps *float32, quads, pairs, singles, blocks int)
TEXT ·tileComplexAVX2(SB), NOSPLIT, $0-56
	ARGS
	MOVQ $8, R13
	JMP  tile<>(SB)

TEXT tile<>(SB), NOSPLIT, $0
#include "tile_amd64.h"
