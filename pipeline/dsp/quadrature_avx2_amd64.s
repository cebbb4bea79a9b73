#include "textflag.h"

// func quadratureAVX2(dst *float32, src *complex64, n int, table *[11][4]float64, gain float64)
TEXT ·quadratureAVX2(SB), NOSPLIT, $0-40
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ n+16(FP), CX
	MOVQ table+24(FP), BX
	VBROADCASTSD gain+32(FP), Y15
	VPCMPEQD Y14, Y14, Y14
	VPSLLQ   $63, Y14, Y14      // the sign bit
	VMOVUPD  (9*32)(BX), Y13     // π/2
	VMOVUPD  (10*32)(BX), Y12    // π

// Four angles from each of four samples to the next, in the order 0, 2, 1, 3.
// Of a NaN and a number VMINPD and VMAXPD take the second, here |y|: z is NaN if
// y is, and where x alone is NaN, y is infinite (an infinite sample made both).
angles:
	VCVTPS2PD 0(SI), Y0
	VCVTPS2PD 16(SI), Y1
	VCVTPS2PD 8(SI), Y2
	VCVTPS2PD 24(SI), Y3
	VMULPD   Y2, Y0, Y4
	VMULPD   Y3, Y1, Y5
	VHADDPD  Y5, Y4, Y4          // x
	VPERMILPD $5, Y2, Y2
	VPERMILPD $5, Y3, Y3
	VMULPD   Y2, Y0, Y5
	VMULPD   Y3, Y1, Y6
	VHSUBPD  Y6, Y5, Y5          // y
	VANDNPD  Y4, Y14, Y0         // |x|
	VANDNPD  Y5, Y14, Y1         // |y|
	VMINPD   Y1, Y0, Y2
	VMAXPD   Y1, Y0, Y3
	VDIVPD   Y3, Y2, Y2          // z
	VCMPPD   $7, Y2, Y2, Y6      // z is a number: not 0/0, inf/inf or NaN
	VMULPD   Y2, Y2, Y3          // q
	VMOVUPD  (0*32)(BX), Y7
	VFMADD213PD (1*32)(BX), Y3, Y7
	VFMADD213PD (2*32)(BX), Y3, Y7
	VFMADD213PD (3*32)(BX), Y3, Y7
	VFMADD213PD (4*32)(BX), Y3, Y7
	VFMADD213PD (5*32)(BX), Y3, Y7
	VFMADD213PD (6*32)(BX), Y3, Y7
	VFMADD213PD (7*32)(BX), Y3, Y7
	VFMADD213PD (8*32)(BX), Y3, Y7
	VMULPD   Y7, Y2, Y2          // the angle in the first octant
	VCMPPD   $1, Y1, Y0, Y3      // |x| < |y|
	VSUBPD   Y2, Y13, Y7
	VBLENDVPD Y3, Y7, Y2, Y2
	VSUBPD   Y2, Y12, Y7
	VBLENDVPD Y4, Y7, Y2, Y2     // x < 0
	VANDPD   Y14, Y5, Y5
	VXORPD   Y5, Y2, Y2          // y < 0
	VMULPD   Y15, Y2, Y2
	VANDPD   Y6, Y2, Y2
	VCVTPD2PSY Y2, X2
	VPERMILPS $0xD8, X2, X2
	VMOVUPS  X2, (DI)
	ADDQ $32, SI
	ADDQ $16, DI
	SUBQ $4, CX
	JNZ  angles
	VZEROUPPER
	RET
