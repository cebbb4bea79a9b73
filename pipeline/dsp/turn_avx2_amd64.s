#include "textflag.h"

#define VEC 32
#define A0 Y0
#define A1 Y1
#define A2 Y2
#define A3 Y3
#define B0 Y4
#define B1 Y5
#define B2 Y6
#define B3 Y7
#define P0 Y8
#define P1 Y9
#define Q0 Y10
#define Q1 Y11
#define X Y12

// The parts of b change places, then its even lanes are taken away and its odd
// lanes added.
#define JOIN(a, b) \
	VPERMILPS $0xB1, b, b; \
	VADDSUBPS b, a, a

// func turnAVX2(dst, src, taps *complex64, pairs, singles, blocks int)
TEXT ·turnAVX2(SB), NOSPLIT, $0-48
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ taps+16(FP), R8
	MOVQ pairs+24(FP), R9
	MOVQ singles+32(FP), R10
	MOVQ blocks+40(FP), R11

#include "turn_amd64.h"
