// Package iq reads and writes raw IQ: samples one after another without a
// header, as SDR programs leave them in files and send them over sockets.
//
// A sample is a complex64 here, I real and Q imaginary, full scale ±1:
//
//	CU8    2 bytes  unsigned, (x-127.5)/127.5          rtl_sdr, rtl_tcp
//	CS8    2 bytes  signed, x/128                      HackRF
//	CS16   4 bytes  signed little-endian, x/32768      USRP, most others
//	CF32   8 bytes  float32 little-endian, as it is    GNU Radio, gqrx
//
// and the big-endian and real (Q = 0) forms that SigMF knows. Rate and
// frequency are not in the data: they come from elsewhere, or from the name of
// the file, see [ParseName].
package iq
