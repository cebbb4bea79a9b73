// The loops of a filter with real taps that keeps every output, written once
// for both register widths. The file that includes this one defines VEC (bytes
// in a register), A0-A7 (sums), T0-T3 (taps) and X (samples).
//
// A block is eight registers of outputs, VEC bytes apart. A tap meets each of
// them at its own place in the window, and taps one register of samples apart
// meet the same samples one output register further on: so four such taps and
// eight registers of outputs, 32 products, need but 11 loads of samples. Loads
// that cross cache lines are what a plain loop waits for.
//
// In: DI dst, SI src, R8 taps in order of use, R9 quads, R10 pairs, R11
// singles, R12 blocks, R13 bytes in a sample.

block:
	VXORPS A0, A0, A0
	VXORPS A1, A1, A1
	VXORPS A2, A2, A2
	VXORPS A3, A3, A3
	VXORPS A4, A4, A4
	VXORPS A5, A5, A5
	VXORPS A6, A6, A6
	VXORPS A7, A7, A7
	MOVQ SI, AX
	MOVQ R8, BX
	MOVQ R9, CX
	TESTQ CX, CX
	JZ   pair

// Four registers' worth of taps: once for each sample of a register.
quad:
	LEAQ VEC(AX), DX

quadTap:
	VBROADCASTSS 0(BX), T0
	VBROADCASTSS 4(BX), T1
	VBROADCASTSS 8(BX), T2
	VBROADCASTSS 12(BX), T3
	VMOVUPS (0*VEC)(AX), X
	VFMADD231PS X, T0, A0
	VMOVUPS (1*VEC)(AX), X
	VFMADD231PS X, T0, A1
	VFMADD231PS X, T1, A0
	VMOVUPS (2*VEC)(AX), X
	VFMADD231PS X, T0, A2
	VFMADD231PS X, T1, A1
	VFMADD231PS X, T2, A0
	VMOVUPS (3*VEC)(AX), X
	VFMADD231PS X, T0, A3
	VFMADD231PS X, T1, A2
	VFMADD231PS X, T2, A1
	VFMADD231PS X, T3, A0
	VMOVUPS (4*VEC)(AX), X
	VFMADD231PS X, T0, A4
	VFMADD231PS X, T1, A3
	VFMADD231PS X, T2, A2
	VFMADD231PS X, T3, A1
	VMOVUPS (5*VEC)(AX), X
	VFMADD231PS X, T0, A5
	VFMADD231PS X, T1, A4
	VFMADD231PS X, T2, A3
	VFMADD231PS X, T3, A2
	VMOVUPS (6*VEC)(AX), X
	VFMADD231PS X, T0, A6
	VFMADD231PS X, T1, A5
	VFMADD231PS X, T2, A4
	VFMADD231PS X, T3, A3
	VMOVUPS (7*VEC)(AX), X
	VFMADD231PS X, T0, A7
	VFMADD231PS X, T1, A6
	VFMADD231PS X, T2, A5
	VFMADD231PS X, T3, A4
	VMOVUPS (8*VEC)(AX), X
	VFMADD231PS X, T1, A7
	VFMADD231PS X, T2, A6
	VFMADD231PS X, T3, A5
	VMOVUPS (9*VEC)(AX), X
	VFMADD231PS X, T2, A7
	VFMADD231PS X, T3, A6
	VMOVUPS (10*VEC)(AX), X
	VFMADD231PS X, T3, A7
	ADDQ R13, AX
	ADDQ $16, BX
	CMPQ AX, DX
	JNE  quadTap
	ADDQ $(3*VEC), AX
	DECQ CX
	JNZ  quad

// Two registers' worth of taps, or none.
pair:
	TESTQ R10, R10
	JZ    single
	LEAQ  VEC(AX), DX

pairTap:
	VBROADCASTSS 0(BX), T0
	VBROADCASTSS 4(BX), T1
	VMOVUPS (0*VEC)(AX), X
	VFMADD231PS X, T0, A0
	VMOVUPS (1*VEC)(AX), X
	VFMADD231PS X, T0, A1
	VFMADD231PS X, T1, A0
	VMOVUPS (2*VEC)(AX), X
	VFMADD231PS X, T0, A2
	VFMADD231PS X, T1, A1
	VMOVUPS (3*VEC)(AX), X
	VFMADD231PS X, T0, A3
	VFMADD231PS X, T1, A2
	VMOVUPS (4*VEC)(AX), X
	VFMADD231PS X, T0, A4
	VFMADD231PS X, T1, A3
	VMOVUPS (5*VEC)(AX), X
	VFMADD231PS X, T0, A5
	VFMADD231PS X, T1, A4
	VMOVUPS (6*VEC)(AX), X
	VFMADD231PS X, T0, A6
	VFMADD231PS X, T1, A5
	VMOVUPS (7*VEC)(AX), X
	VFMADD231PS X, T0, A7
	VFMADD231PS X, T1, A6
	VMOVUPS (8*VEC)(AX), X
	VFMADD231PS X, T1, A7
	ADDQ R13, AX
	ADDQ $8, BX
	CMPQ AX, DX
	JNE  pairTap
	ADDQ $VEC, AX

// The taps that are left, one at a time.
single:
	MOVQ  R11, CX
	TESTQ CX, CX
	JZ    store

singleTap:
	VBROADCASTSS (BX), T0
	VFMADD231PS (0*VEC)(AX), T0, A0
	VFMADD231PS (1*VEC)(AX), T0, A1
	VFMADD231PS (2*VEC)(AX), T0, A2
	VFMADD231PS (3*VEC)(AX), T0, A3
	VFMADD231PS (4*VEC)(AX), T0, A4
	VFMADD231PS (5*VEC)(AX), T0, A5
	VFMADD231PS (6*VEC)(AX), T0, A6
	VFMADD231PS (7*VEC)(AX), T0, A7
	ADDQ R13, AX
	ADDQ $4, BX
	DECQ CX
	JNZ  singleTap

store:
	VMOVUPS A0, (0*VEC)(DI)
	VMOVUPS A1, (1*VEC)(DI)
	VMOVUPS A2, (2*VEC)(DI)
	VMOVUPS A3, (3*VEC)(DI)
	VMOVUPS A4, (4*VEC)(DI)
	VMOVUPS A5, (5*VEC)(DI)
	VMOVUPS A6, (6*VEC)(DI)
	VMOVUPS A7, (7*VEC)(DI)
	ADDQ $(8*VEC), DI
	ADDQ $(8*VEC), SI
	DECQ R12
	JNZ  block
	VZEROUPPER
	RET
