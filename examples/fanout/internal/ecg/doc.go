// Package ecg has electrocardiograms of two leads as streams of [Frame]s: read
// from records of the MIT-BIH Arrhythmia Database, and made here with beats at
// exactly known samples.
//
// All of it is at [Rate] samples a second and with the scale of that database.
//
// Sources: format 212 and the conventions of records are those of WFDB,
// signal(5) and header(5). G. B. Moody, R. G. Mark, The impact of the MIT-BIH
// Arrhythmia Database, IEEE Engineering in Medicine and Biology 20(3), 2001.
package ecg
