// What filters that sum along the taps have in common: each register of sums,
// of 256 bits, belongs to one output, and in the end its lanes are added up. The
// order is the same for every output of a block.

// REAL8 adds up Y0-Y7, eight lanes each, and leaves the eight sums in Y0.
#define REAL8 \
	VHADDPS Y1, Y0, Y0; \
	VHADDPS Y3, Y2, Y2; \
	VHADDPS Y5, Y4, Y4; \
	VHADDPS Y7, Y6, Y6; \
	VHADDPS Y2, Y0, Y0; \
	VHADDPS Y6, Y4, Y4; \
	VPERM2F128 $0x20, Y4, Y0, Y1; \
	VPERM2F128 $0x31, Y4, Y0, Y2; \
	VADDPS Y2, Y1, Y0

// REAL4 adds up Y0-Y3, eight lanes each, and leaves the four sums in X0.
#define REAL4 \
	VHADDPS Y1, Y0, Y0; \
	VHADDPS Y3, Y2, Y2; \
	VHADDPS Y2, Y0, Y0; \
	VEXTRACTF128 $1, Y0, X1; \
	VADDPS X1, X0, X0

// COMPLEX4 adds up a-d, four lanes of two parts each, and leaves the four sums
// in a. u and v are lost.
#define COMPLEX4(a, b, c, d, u, v) \
	VUNPCKLPD b, a, u; \
	VUNPCKHPD b, a, v; \
	VADDPS v, u, a; \
	VUNPCKLPD d, c, u; \
	VUNPCKHPD d, c, v; \
	VADDPS v, u, c; \
	VPERM2F128 $0x20, c, a, u; \
	VPERM2F128 $0x31, c, a, v; \
	VADDPS v, u, a

// JOIN leaves a + i·b in a: the parts of b change places, then its even lanes
// are taken away and its odd lanes added.
#define JOIN(a, b) \
	VPERMILPS $0xB1, b, b; \
	VADDSUBPS b, a, a

// FOLD adds the upper half of z to its lower half y, by way of Y8.
#define FOLD(z, y) \
	VEXTRACTF64X4 $1, z, Y8; \
	VADDPS Y8, y, y
