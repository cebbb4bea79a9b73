#include "textflag.h"

#define VEC 64
#define A0 Z0
#define A1 Z1
#define A2 Z2
#define A3 Z3
#define B0 Z4
#define B1 Z5
#define B2 Z6
#define B3 Z7
#define P0 Z8
#define P1 Z9
#define Q0 Z10
#define Q1 Z11
#define X Z12

// The parts of b change places, then its even lanes are taken away and its odd
// lanes added. There is no such addition of 512 bits but in a product: by 1 in Z31.
#define JOIN(a, b) \
	VPERMILPS $0xB1, b, b; \
	VFMADDSUB213PS b, Z31, a

DATA one<>+0(SB)/4, $1.0
GLOBL one<>(SB), RODATA|NOPTR, $4

// func turnAVX512(dst, src, taps *complex64, pairs, singles, blocks int)
TEXT ·turnAVX512(SB), NOSPLIT, $0-48
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ taps+16(FP), R8
	MOVQ pairs+24(FP), R9
	MOVQ singles+32(FP), R10
	MOVQ blocks+40(FP), R11
	VBROADCASTSS one<>(SB), Z31
#include "turn_amd64.h"
