// The loops of filters that compute one output in several, written once for
// both register widths. The lanes go along the taps: a register of samples
// meets a register of taps, and what it comes to is added up at the end. Eight
// windows share each load of taps. The file that includes this one defines VEC
// (bytes in a register), A0-A7 (sums), T0 T1 (taps), X (samples), LAST (makes
// the mask of R10 samples' lanes), and MASKED(m, x), a load of those alone.
//
// In: DI dst, SI src, R8 taps, R9 whole registers of taps, R10 lanes in the
// last one or 0, R11 bytes from window to window, R12 blocks.

#define SUMS0 \
	VXORPS A0, A0, A0; \
	VXORPS A1, A1, A1; \
	VXORPS A2, A2, A2; \
	VXORPS A3, A3, A3; \
	VXORPS A4, A4, A4; \
	VXORPS A5, A5, A5; \
	VXORPS A6, A6, A6; \
	VXORPS A7, A7, A7

// WINDOWS8 leaves windows 0 to 4 at AX and the others at DX; R13 is 3·R11.
#define WINDOWS8 \
	MOVQ SI, AX; \
	LEAQ (R11)(R11*2), R13; \
	LEAQ (SI)(R11*4), DX; \
	ADDQ R11, DX

// EIGHT sums the taps of eight windows.
#define EIGHT \
	SUMS0; \
	WINDOWS8; \
	MOVQ  R8, BX; \
	MOVQ  R9, CX; \
	TESTQ CX, CX; \
	JZ    last; \
whole: \
	VMOVUPS (BX), T0; \
	VFMADD231PS (AX), T0, A0; \
	VFMADD231PS (AX)(R11*1), T0, A1; \
	VFMADD231PS (AX)(R11*2), T0, A2; \
	VFMADD231PS (AX)(R13*1), T0, A3; \
	VFMADD231PS (AX)(R11*4), T0, A4; \
	VFMADD231PS (DX), T0, A5; \
	VFMADD231PS (DX)(R11*1), T0, A6; \
	VFMADD231PS (DX)(R11*2), T0, A7; \
	ADDQ $VEC, AX; \
	ADDQ $VEC, DX; \
	ADDQ $VEC, BX; \
	DECQ CX; \
	JNZ  whole; \
last: \
	TESTQ R10, R10; \
	JZ    sum; \
	VMOVUPS (BX), T0; \
	MASKED((AX), X); \
	VFMADD231PS X, T0, A0; \
	MASKED((AX)(R11*1), X); \
	VFMADD231PS X, T0, A1; \
	MASKED((AX)(R11*2), X); \
	VFMADD231PS X, T0, A2; \
	MASKED((AX)(R13*1), X); \
	VFMADD231PS X, T0, A3; \
	MASKED((AX)(R11*4), X); \
	VFMADD231PS X, T0, A4; \
	MASKED((DX), X); \
	VFMADD231PS X, T0, A5; \
	MASKED((DX)(R11*1), X); \
	VFMADD231PS X, T0, A6; \
	MASKED((DX)(R11*2), X); \
	VFMADD231PS X, T0, A7; \
sum: \
	FOLD8

// FOUR sums the complex taps of four windows, whose real and imaginary parts
// come in registers by turns: A0-A3 and A4-A7.
#define FOUR \
	SUMS0; \
	WINDOWS8; \
	MOVQ  R8, BX; \
	MOVQ  R9, CX; \
	TESTQ CX, CX; \
	JZ    last; \
whole: \
	VMOVUPS (BX), T0; \
	VMOVUPS VEC(BX), T1; \
	VMOVUPS (AX), X; \
	VFMADD231PS X, T0, A0; \
	VFMADD231PS X, T1, A4; \
	VMOVUPS (AX)(R11*1), X; \
	VFMADD231PS X, T0, A1; \
	VFMADD231PS X, T1, A5; \
	VMOVUPS (AX)(R11*2), X; \
	VFMADD231PS X, T0, A2; \
	VFMADD231PS X, T1, A6; \
	VMOVUPS (AX)(R13*1), X; \
	VFMADD231PS X, T0, A3; \
	VFMADD231PS X, T1, A7; \
	ADDQ $VEC, AX; \
	ADDQ $(2*VEC), BX; \
	DECQ CX; \
	JNZ  whole; \
last: \
	TESTQ R10, R10; \
	JZ    sum; \
	VMOVUPS (BX), T0; \
	VMOVUPS VEC(BX), T1; \
	MASKED((AX), X); \
	VFMADD231PS X, T0, A0; \
	VFMADD231PS X, T1, A4; \
	MASKED((AX)(R11*1), X); \
	VFMADD231PS X, T0, A1; \
	VFMADD231PS X, T1, A5; \
	MASKED((AX)(R11*2), X); \
	VFMADD231PS X, T0, A2; \
	VFMADD231PS X, T1, A6; \
	MASKED((AX)(R13*1), X); \
	VFMADD231PS X, T0, A3; \
	VFMADD231PS X, T1, A7; \
sum: \
	FOLD8
