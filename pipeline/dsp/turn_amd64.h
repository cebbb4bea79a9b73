// The loops of a filter with complex taps that keeps every output, written
// once for both register widths; see tile_amd64.h for the idea. The samples
// meet the real parts of the taps in A0-A3 and their imaginary parts in B0-B3;
// the two are put together when all is summed. Two taps one register of samples
// apart and four registers of outputs, 16 products, need 5 loads of samples.
// Besides, P0 P1 hold the real parts of two taps, Q0 Q1 the imaginary ones, X
// is for samples, and JOIN(a, b) leaves a + i·b in a.
//
// In: DI dst, SI src, R8 taps in order of use, R9 pairs, R10 singles, R11 blocks.

block:
	VXORPS A0, A0, A0
	VXORPS A1, A1, A1
	VXORPS A2, A2, A2
	VXORPS A3, A3, A3
	VXORPS B0, B0, B0
	VXORPS B1, B1, B1
	VXORPS B2, B2, B2
	VXORPS B3, B3, B3
	MOVQ SI, AX
	MOVQ R8, BX
	MOVQ R9, CX
	TESTQ CX, CX
	JZ   single

// Two registers' worth of taps: once for each sample of a register.
pair:
	LEAQ VEC(AX), DX

pairTap:
	VBROADCASTSS 0(BX), P0
	VBROADCASTSS 4(BX), Q0
	VBROADCASTSS 8(BX), P1
	VBROADCASTSS 12(BX), Q1
	VMOVUPS (0*VEC)(AX), X
	VFMADD231PS X, P0, A0
	VFMADD231PS X, Q0, B0
	VMOVUPS (1*VEC)(AX), X
	VFMADD231PS X, P0, A1
	VFMADD231PS X, Q0, B1
	VFMADD231PS X, P1, A0
	VFMADD231PS X, Q1, B0
	VMOVUPS (2*VEC)(AX), X
	VFMADD231PS X, P0, A2
	VFMADD231PS X, Q0, B2
	VFMADD231PS X, P1, A1
	VFMADD231PS X, Q1, B1
	VMOVUPS (3*VEC)(AX), X
	VFMADD231PS X, P0, A3
	VFMADD231PS X, Q0, B3
	VFMADD231PS X, P1, A2
	VFMADD231PS X, Q1, B2
	VMOVUPS (4*VEC)(AX), X
	VFMADD231PS X, P1, A3
	VFMADD231PS X, Q1, B3
	ADDQ $8, AX
	ADDQ $16, BX
	CMPQ AX, DX
	JNE  pairTap
	ADDQ $VEC, AX
	DECQ CX
	JNZ  pair

// The taps that are left, one at a time.
single:
	MOVQ  R10, CX
	TESTQ CX, CX
	JZ    store

singleTap:
	VBROADCASTSS 0(BX), P0
	VBROADCASTSS 4(BX), Q0
	VMOVUPS (0*VEC)(AX), X
	VFMADD231PS X, P0, A0
	VFMADD231PS X, Q0, B0
	VMOVUPS (1*VEC)(AX), X
	VFMADD231PS X, P0, A1
	VFMADD231PS X, Q0, B1
	VMOVUPS (2*VEC)(AX), X
	VFMADD231PS X, P0, A2
	VFMADD231PS X, Q0, B2
	VMOVUPS (3*VEC)(AX), X
	VFMADD231PS X, P0, A3
	VFMADD231PS X, Q0, B3
	ADDQ $8, AX
	ADDQ $8, BX
	DECQ CX
	JNZ  singleTap

store:
	JOIN(A0, B0)
	JOIN(A1, B1)
	JOIN(A2, B2)
	JOIN(A3, B3)
	VMOVUPS A0, (0*VEC)(DI)
	VMOVUPS A1, (1*VEC)(DI)
	VMOVUPS A2, (2*VEC)(DI)
	VMOVUPS A3, (3*VEC)(DI)
	ADDQ $(4*VEC), DI
	ADDQ $(4*VEC), SI
	DECQ R11
	JNZ  block
	VZEROUPPER
	RET
