// Vector instructions that Go's assembler has no names for, as words, named as in
// the Arm Architecture Reference Manual. The arguments are numbers of registers,
// in the order of this assembler: second operand, first operand, destination.
// FSUB_4S(m, n, d) is Vd = Vn - Vm.

#define FADD_4S(m, n, d) WORD $(0x4E20D400 | (m)<<16 | (n)<<5 | (d)) // FADD Vd.4S, Vn.4S, Vm.4S
#define FSUB_4S(m, n, d) WORD $(0x4EA0D400 | (m)<<16 | (n)<<5 | (d)) // FSUB Vd.4S, Vn.4S, Vm.4S
#define FMUL_4S(m, n, d) WORD $(0x6E20DC00 | (m)<<16 | (n)<<5 | (d)) // FMUL Vd.4S, Vn.4S, Vm.4S

// Signed integers to float32.
#define SCVTF_4S(n, d) WORD $(0x4E21D800 | (n)<<5 | (d)) // SCVTF Vd.4S, Vn.4S

// The sums of the pairs of Vn, then those of Vm.
#define FADDP_4S(m, n, d) WORD $(0x6E20D400 | (m)<<16 | (n)<<5 | (d)) // FADDP Vd.4S, Vn.4S, Vm.4S

// An element i of Vm, 0 to 3, meets all of Vn.
#define ELEMENT(i) (((i)&1)<<21 | ((i)>>1)<<11)
#define FMUL_4S_ELEMENT(m, i, n, d) WORD $(0x4F809000 | ELEMENT(i) | (m)<<16 | (n)<<5 | (d)) // FMUL Vd.4S, Vn.4S, Vm.S[i]
#define FMLS_4S_ELEMENT(m, i, n, d) WORD $(0x4F805000 | ELEMENT(i) | (m)<<16 | (n)<<5 | (d)) // FMLS Vd.4S, Vn.4S, Vm.S[i]
#define FMLA_4S_ELEMENT(m, i, n, d) WORD $(0x4F801000 | ELEMENT(i) | (m)<<16 | (n)<<5 | (d)) // FMLA Vd.4S, Vn.4S, Vm.S[i]

// float64. FCMGT_2D(m, n, d) is Vn > Vm, all ones where that holds.
#define FSUB_2D(m, n, d) WORD $(0x4EE0D400 | (m)<<16 | (n)<<5 | (d)) // FSUB Vd.2D, Vn.2D, Vm.2D
#define FMUL_2D(m, n, d) WORD $(0x6E60DC00 | (m)<<16 | (n)<<5 | (d)) // FMUL Vd.2D, Vn.2D, Vm.2D
#define FDIV_2D(m, n, d) WORD $(0x6E60FC00 | (m)<<16 | (n)<<5 | (d)) // FDIV Vd.2D, Vn.2D, Vm.2D
#define FMIN_2D(m, n, d) WORD $(0x4EE0F400 | (m)<<16 | (n)<<5 | (d)) // FMIN Vd.2D, Vn.2D, Vm.2D
#define FMAX_2D(m, n, d) WORD $(0x4E60F400 | (m)<<16 | (n)<<5 | (d)) // FMAX Vd.2D, Vn.2D, Vm.2D
#define FCMEQ_2D(m, n, d) WORD $(0x4E60E400 | (m)<<16 | (n)<<5 | (d)) // FCMEQ Vd.2D, Vn.2D, Vm.2D
#define FCMGT_2D(m, n, d) WORD $(0x6EE0E400 | (m)<<16 | (n)<<5 | (d)) // FCMGT Vd.2D, Vn.2D, Vm.2D
#define FABS_2D(n, d) WORD $(0x4EE0F800 | (n)<<5 | (d)) // FABS Vd.2D, Vn.2D
#define CMLT0_2D(n, d) WORD $(0x4EE0A800 | (n)<<5 | (d)) // CMLT Vd.2D, Vn.2D, #0: the sign bit

// float32 to float64, the lower and the upper two of Vn, and back.
#define FCVTL_2D(n, d) WORD $(0x0E617800 | (n)<<5 | (d)) // FCVTL Vd.2D, Vn.2S
#define FCVTL2_2D(n, d) WORD $(0x4E617800 | (n)<<5 | (d)) // FCVTL2 Vd.2D, Vn.4S
#define FCVTN_2S(n, d) WORD $(0x0E616800 | (n)<<5 | (d)) // FCVTN Vd.2S, Vn.2D
#define FCVTN2_4S(n, d) WORD $(0x4E616800 | (n)<<5 | (d)) // FCVTN2 Vd.4S, Vn.2D
