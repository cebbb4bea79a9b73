#include "textflag.h"

// RADIX4 transforms four samples at a time: Y0-Y3 become the legs 0 to 3. Y15
// is (1, -1) or (-1, 1) four times, Y4-Y7 are lost.
#define RADIX4 \
	VADDPS Y2, Y0, Y4; \
	VSUBPS Y2, Y0, Y5; \
	VADDPS Y3, Y1, Y6; \
	VSUBPS Y3, Y1, Y7; \
	VPERMILPS $0xB1, Y7, Y7; \
	VADDPS Y6, Y4, Y0; \
	VSUBPS Y6, Y4, Y2; \
	VMOVAPS Y5, Y1; \
	VMOVAPS Y5, Y3; \
	VFMADD231PS Y7, Y15, Y1; \
	VFNMADD231PS Y7, Y15, Y3

// TIMES multiplies z by the twiddle whose real part is in all of re and whose
// imaginary part is in all of im. Y4 is lost.
#define TIMES(z, re, im) \
	VPERMILPS $0xB1, z, Y4; \
	VMULPS im, Y4, Y4; \
	VFMADDSUB213PS Y4, re, z

// func fftFirstAVX2(y, x, tw, turn *complex64, quarter int)
TEXT ·fftFirstAVX2(SB), NOSPLIT, $0-40
	MOVQ y+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ tw+16(FP), BX
	MOVQ turn+24(FP), AX
	MOVQ quarter+32(FP), CX
	VBROADCASTSD (AX), Y15
	LEAQ (CX*8), R8
	LEAQ (R8)(R8*2), R9

// Four blocks: their legs lie one block in a lane, and are put in order by
// exchanging rows and columns.
first:
	VMOVUPS (SI), Y0
	VMOVUPS (SI)(R8*1), Y1
	VMOVUPS (SI)(R8*2), Y2
	VMOVUPS (SI)(R9*1), Y3
	RADIX4
	VMOVSLDUP 0(BX), Y8
	VMOVSHDUP 0(BX), Y9
	TIMES(Y1, Y8, Y9)
	VMOVSLDUP 32(BX), Y8
	VMOVSHDUP 32(BX), Y9
	TIMES(Y2, Y8, Y9)
	VMOVSLDUP 64(BX), Y8
	VMOVSHDUP 64(BX), Y9
	TIMES(Y3, Y8, Y9)
	VUNPCKLPD Y1, Y0, Y4
	VUNPCKHPD Y1, Y0, Y5
	VUNPCKLPD Y3, Y2, Y6
	VUNPCKHPD Y3, Y2, Y7
	VPERM2F128 $0x20, Y6, Y4, Y0
	VPERM2F128 $0x20, Y7, Y5, Y1
	VPERM2F128 $0x31, Y6, Y4, Y2
	VPERM2F128 $0x31, Y7, Y5, Y3
	VMOVUPS Y0, 0(DI)
	VMOVUPS Y1, 32(DI)
	VMOVUPS Y2, 64(DI)
	VMOVUPS Y3, 96(DI)
	ADDQ $32, SI
	ADDQ $96, BX
	ADDQ $128, DI
	SUBQ $4, CX
	JNZ  first
	VZEROUPPER
	RET

// func fftMiddleAVX2(y, x, tw, turn *complex64, quarter, stride int)
TEXT ·fftMiddleAVX2(SB), NOSPLIT, $0-48
	MOVQ y+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ tw+16(FP), BX
	MOVQ turn+24(FP), AX
	MOVQ quarter+32(FP), R8
	MOVQ stride+40(FP), R10
	VBROADCASTSD (AX), Y15
	SHLQ $3, R8
	SHLQ $3, R10
	LEAQ (R8)(R8*2), R9
	LEAQ (R10)(R10*2), R11
	LEAQ (SI)(R8*1), R12 // the end of the first quarter

// A block: the twiddles are the same for all of it.
place:
	VBROADCASTSS 0(BX), Y8
	VBROADCASTSS 4(BX), Y9
	VBROADCASTSS 8(BX), Y10
	VBROADCASTSS 12(BX), Y11
	VBROADCASTSS 16(BX), Y12
	VBROADCASTSS 20(BX), Y13
	MOVQ R10, CX

// Four samples of each leg.
middle:
	VMOVUPS (SI), Y0
	VMOVUPS (SI)(R8*1), Y1
	VMOVUPS (SI)(R8*2), Y2
	VMOVUPS (SI)(R9*1), Y3
	RADIX4
	TIMES(Y1, Y8, Y9)
	TIMES(Y2, Y10, Y11)
	TIMES(Y3, Y12, Y13)
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, (DI)(R10*1)
	VMOVUPS Y2, (DI)(R10*2)
	VMOVUPS Y3, (DI)(R11*1)
	ADDQ $32, SI
	ADDQ $32, DI
	SUBQ $32, CX
	JNZ  middle
	ADDQ $24, BX
	ADDQ R11, DI
	CMPQ SI, R12
	JNE  place
	VZEROUPPER
	RET

// func fftLast4AVX2(y, x, turn *complex64, quarter int, scale float32)
TEXT ·fftLast4AVX2(SB), NOSPLIT, $0-36
	MOVQ y+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ turn+16(FP), AX
	MOVQ quarter+24(FP), CX
	VBROADCASTSS scale+32(FP), Y14
	VBROADCASTSD (AX), Y15
	LEAQ (CX*8), R8
	LEAQ (R8)(R8*2), R9

// Four samples of each leg, without twiddles.
last4:
	VMOVUPS (SI), Y0
	VMOVUPS (SI)(R8*1), Y1
	VMOVUPS (SI)(R8*2), Y2
	VMOVUPS (SI)(R9*1), Y3
	RADIX4
	VMULPS Y14, Y0, Y0
	VMULPS Y14, Y1, Y1
	VMULPS Y14, Y2, Y2
	VMULPS Y14, Y3, Y3
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, (DI)(R8*1)
	VMOVUPS Y2, (DI)(R8*2)
	VMOVUPS Y3, (DI)(R9*1)
	ADDQ $32, SI
	ADDQ $32, DI
	SUBQ $4, CX
	JNZ  last4
	VZEROUPPER
	RET

// func fftLast2AVX2(y, x *complex64, half int, scale float32)
TEXT ·fftLast2AVX2(SB), NOSPLIT, $0-28
	MOVQ y+0(FP), DI
	MOVQ x+8(FP), SI
	MOVQ half+16(FP), CX
	VBROADCASTSS scale+24(FP), Y14
	LEAQ (CX*8), R8

// Four samples of each leg.
last2:
	VMOVUPS (SI), Y0
	VMOVUPS (SI)(R8*1), Y1
	VADDPS Y1, Y0, Y2
	VSUBPS Y1, Y0, Y3
	VMULPS Y14, Y2, Y2
	VMULPS Y14, Y3, Y3
	VMOVUPS Y2, (DI)
	VMOVUPS Y3, (DI)(R8*1)
	ADDQ $32, SI
	ADDQ $32, DI
	SUBQ $4, CX
	JNZ  last2
	VZEROUPPER
	RET
