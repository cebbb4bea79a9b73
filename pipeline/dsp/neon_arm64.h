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
#define FMLA_4S_ELEMENT(m, i, n, d) WORD $(0x4F801000 | ELEMENT(i) | (m)<<16 | (n)<<5 | (d)) // FMLA Vd.4S, Vn.4S, Vm.S[i]
