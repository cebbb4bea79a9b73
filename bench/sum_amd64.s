//go:build !race

#include "textflag.h"

// func sumBlocks(f []float32) float32
//
// AX is the next block, CX the floats left. One block of 32 floats for each
// turn, four to an accumulator; len(f) is a multiple of 32.
TEXT ·sumBlocks(SB), NOSPLIT, $0-28
	MOVQ f_base+0(FP), AX
	MOVQ f_len+8(FP), CX
	XORPS X0, X0
	XORPS X1, X1
	XORPS X2, X2
	XORPS X3, X3
	XORPS X4, X4
	XORPS X5, X5
	XORPS X6, X6
	XORPS X7, X7
	JMP  test

next:
	MOVUPS 0(AX), X8
	MOVUPS 16(AX), X9
	MOVUPS 32(AX), X10
	MOVUPS 48(AX), X11
	ADDPS X8, X0
	ADDPS X9, X1
	ADDPS X10, X2
	ADDPS X11, X3
	MOVUPS 64(AX), X8
	MOVUPS 80(AX), X9
	MOVUPS 96(AX), X10
	MOVUPS 112(AX), X11
	ADDPS X8, X4
	ADDPS X9, X5
	ADDPS X10, X6
	ADDPS X11, X7
	ADDQ $128, AX
	SUBQ $32, CX

test:
	CMPQ CX, $32
	JGE  next

	ADDPS X1, X0
	ADDPS X3, X2
	ADDPS X5, X4
	ADDPS X7, X6
	ADDPS X2, X0
	ADDPS X6, X4
	ADDPS X4, X0
	MOVHLPS X0, X1
	ADDPS X1, X0
	MOVAPS X0, X1
	SHUFPS $1, X1, X1
	ADDSS X1, X0
	MOVSS X0, ret+24(FP)
	RET
