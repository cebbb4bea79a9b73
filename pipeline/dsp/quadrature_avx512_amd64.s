#include "textflag.h"

// The angles of eight steps lie in the order 0, 4, 1, 5, 2, 6, 3, 7 until the end.
DATA ordered<>+0(SB)/8, $0x0000000200000000
DATA ordered<>+8(SB)/8, $0x0000000600000004
DATA ordered<>+16(SB)/8, $0x0000000300000001
DATA ordered<>+24(SB)/8, $0x0000000700000005
GLOBL ordered<>(SB), RODATA|NOPTR, $32

// func quadratureAVX512(dst *float32, src *complex64, n int, table *[11][4]float64, gain float64)
TEXT ·quadratureAVX512(SB), NOSPLIT, $0-40
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ n+16(FP), CX
	MOVQ table+24(FP), BX
	VBROADCASTSD gain+32(FP), Z15
	VPTERNLOGD $0xFF, Z14, Z14, Z14
	VPSLLQ   $63, Z14, Z14      // the sign bit
	VBROADCASTSD (9*32)(BX), Z13 // π/2
	VBROADCASTSD (10*32)(BX), Z12 // π
	VBROADCASTSD (0*32)(BX), Z16
	VBROADCASTSD (1*32)(BX), Z17
	VBROADCASTSD (2*32)(BX), Z18
	VBROADCASTSD (3*32)(BX), Z19
	VBROADCASTSD (4*32)(BX), Z20
	VBROADCASTSD (5*32)(BX), Z21
	VBROADCASTSD (6*32)(BX), Z22
	VBROADCASTSD (7*32)(BX), Z23
	VBROADCASTSD (8*32)(BX), Z24
	VMOVDQU  ordered<>(SB), Y11

// Eight angles from each of eight samples to the next, as quadratureAVX2 makes
// four; every lane goes through the same operations.
angles:
	VCVTPS2PD 0(SI), Z0
	VCVTPS2PD 32(SI), Z1
	VCVTPS2PD 8(SI), Z2
	VCVTPS2PD 40(SI), Z3
	VMULPD   Z2, Z0, Z4
	VMULPD   Z3, Z1, Z5
	VUNPCKLPD Z5, Z4, Z6
	VUNPCKHPD Z5, Z4, Z7
	VADDPD   Z7, Z6, Z4          // x
	VPERMILPD $0x55, Z2, Z2
	VPERMILPD $0x55, Z3, Z3
	VMULPD   Z2, Z0, Z5
	VMULPD   Z3, Z1, Z6
	VUNPCKLPD Z6, Z5, Z7
	VUNPCKHPD Z6, Z5, Z8
	VSUBPD   Z8, Z7, Z5          // y
	VANDNPD  Z4, Z14, Z0         // |x|
	VANDNPD  Z5, Z14, Z1         // |y|
	VMINPD   Z1, Z0, Z2
	VMAXPD   Z1, Z0, Z3
	VDIVPD   Z3, Z2, Z2          // z
	VCMPPD   $7, Z2, Z2, K1      // z is a number: not 0/0, inf/inf or NaN
	VCMPPD   $1, Z1, Z0, K2      // |x| < |y|
	VPMOVQ2M Z4, K3              // x < 0
	VMULPD   Z2, Z2, Z3          // q
	VMOVAPD  Z16, Z7
	VFMADD213PD Z17, Z3, Z7
	VFMADD213PD Z18, Z3, Z7
	VFMADD213PD Z19, Z3, Z7
	VFMADD213PD Z20, Z3, Z7
	VFMADD213PD Z21, Z3, Z7
	VFMADD213PD Z22, Z3, Z7
	VFMADD213PD Z23, Z3, Z7
	VFMADD213PD Z24, Z3, Z7
	VMULPD   Z7, Z2, Z2          // the angle in the first octant
	VSUBPD   Z2, Z13, K2, Z2
	VSUBPD   Z2, Z12, K3, Z2
	VANDPD   Z14, Z5, Z5
	VXORPD   Z5, Z2, Z2          // y < 0
	VMULPD.Z Z15, Z2, K1, Z2
	VCVTPD2PS Z2, Y2
	VPERMPS  Y2, Y11, Y2
	VMOVUPS  Y2, (DI)
	ADDQ $64, SI
	ADDQ $32, DI
	SUBQ $8, CX
	JNZ  angles
	VZEROUPPER
	RET
