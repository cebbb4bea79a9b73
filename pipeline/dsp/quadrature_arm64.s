#include "textflag.h"
#include "neon_arm64.h"

// func quadratureNEON(dst *float32, src *complex64, n int, table *[11][4]float64, gain float64)
TEXT ·quadratureNEON(SB), NOSPLIT, $0-40
	MOVD  dst+0(FP), R0
	MOVD  src+8(FP), R1
	MOVD  n+16(FP), R2
	MOVD  table+24(FP), R3
	FMOVD gain+32(FP), F31
	VDUP  V31.D[0], V31.D2
	MOVD  $0x8000000000000000, R4
	VDUP  R4, V30.D2
	FMOVQ (9*32)(R3), F29  // π/2
	FMOVQ (10*32)(R3), F28 // π
	ADD   $8, R1, R4

// Four angles from each of four samples a to the next one b, in two registers of
// two. Real and imaginary parts lie apart. Minima and maxima of a NaN are NaN.
angles:
	VLD2.P 32(R1), [V0.S4, V1.S4]
	VLD2.P 32(R4), [V2.S4, V3.S4]
	FCVTL_2D(0, 4)  // the real parts of a
	FCVTL2_2D(0, 5)
	FCVTL_2D(1, 6)  // the imaginary parts
	FCVTL2_2D(1, 7)
	FCVTL_2D(2, 16) // the same of b
	FCVTL2_2D(2, 17)
	FCVTL_2D(3, 18)
	FCVTL2_2D(3, 19)
	FMUL_2D(4, 16, 20)
	FMUL_2D(5, 17, 21)
	VFMLA V6.D2, V18.D2, V20.D2 // x
	VFMLA V7.D2, V19.D2, V21.D2
	FMUL_2D(4, 18, 22)
	FMUL_2D(5, 19, 23)
	VFMLS V6.D2, V16.D2, V22.D2 // y
	VFMLS V7.D2, V17.D2, V23.D2
	FABS_2D(20, 0) // |x|
	FABS_2D(21, 1)
	FABS_2D(22, 2) // |y|
	FABS_2D(23, 3)
	FMIN_2D(2, 0, 4)
	FMIN_2D(3, 1, 5)
	FMAX_2D(2, 0, 6)
	FMAX_2D(3, 1, 7)
	FDIV_2D(6, 4, 4) // z
	FDIV_2D(7, 5, 5)
	FMUL_2D(4, 4, 6) // q
	FMUL_2D(5, 5, 7)
	FLDPQ (0*32)(R3), (F16, F17)
	FLDPQ (1*32)(R3), (F18, F19)
	VFMLA V6.D2, V16.D2, V18.D2
	VFMLA V7.D2, V17.D2, V19.D2
	FLDPQ (2*32)(R3), (F16, F17)
	VFMLA V6.D2, V18.D2, V16.D2
	VFMLA V7.D2, V19.D2, V17.D2
	FLDPQ (3*32)(R3), (F18, F19)
	VFMLA V6.D2, V16.D2, V18.D2
	VFMLA V7.D2, V17.D2, V19.D2
	FLDPQ (4*32)(R3), (F16, F17)
	VFMLA V6.D2, V18.D2, V16.D2
	VFMLA V7.D2, V19.D2, V17.D2
	FLDPQ (5*32)(R3), (F18, F19)
	VFMLA V6.D2, V16.D2, V18.D2
	VFMLA V7.D2, V17.D2, V19.D2
	FLDPQ (6*32)(R3), (F16, F17)
	VFMLA V6.D2, V18.D2, V16.D2
	VFMLA V7.D2, V19.D2, V17.D2
	FLDPQ (7*32)(R3), (F18, F19)
	VFMLA V6.D2, V16.D2, V18.D2
	VFMLA V7.D2, V17.D2, V19.D2
	FLDPQ (8*32)(R3), (F16, F17)
	VFMLA V6.D2, V18.D2, V16.D2
	VFMLA V7.D2, V19.D2, V17.D2
	FCMEQ_2D(4, 4, 24) // z is a number: not 0/0, inf/inf or NaN
	FCMEQ_2D(5, 5, 25)
	FMUL_2D(16, 4, 4)  // the angle in the first octant
	FMUL_2D(17, 5, 5)
	FCMGT_2D(0, 2, 0)  // |x| < |y|
	FCMGT_2D(1, 3, 1)
	FSUB_2D(4, 29, 16)
	FSUB_2D(5, 29, 17)
	VBIT  V0.B16, V16.B16, V4.B16
	VBIT  V1.B16, V17.B16, V5.B16
	CMLT0_2D(20, 20)   // x < 0
	CMLT0_2D(21, 21)
	FSUB_2D(4, 28, 16)
	FSUB_2D(5, 28, 17)
	VBIT  V20.B16, V16.B16, V4.B16
	VBIT  V21.B16, V17.B16, V5.B16
	VBIT  V30.B16, V22.B16, V4.B16 // the sign of y
	VBIT  V30.B16, V23.B16, V5.B16
	FMUL_2D(31, 4, 4)
	FMUL_2D(31, 5, 5)
	VAND  V24.B16, V4.B16, V4.B16
	VAND  V25.B16, V5.B16, V5.B16
	FCVTN_2S(4, 4)
	FCVTN2_4S(5, 4)
	FMOVQ.P F4, 16(R0)
	SUBS  $4, R2
	BNE   angles
	RET
