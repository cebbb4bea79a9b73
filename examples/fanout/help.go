package main

const help = `fanout sends an electrocardiogram from one process to many.

  fanout ...                     all of it: a publisher and three subscribers
  fanout publish ...             the publisher alone
  fanout subscribe detect ...    a subscriber that finds the beats
  fanout subscribe record ...    one that writes them to a record, with a checksum
  fanout subscribe strip ...     one that shows them on the terminal

Without a command it starts the four, shows the strip, and sums up in its last line
what was published, received, detected and lost. Each is a process, where processes
can share memory (Linux): it says their numbers; kill any of them and see what the
others say. Elsewhere, and with -one-process, all are in one.

What is published
  -in FILE         a record in format 212, two leads, 360 samples a second, as those
                   of the MIT-BIH Arrhythmia Database; default: a heart made here
  -beats FILE      with -in: its beats, lines of sample,type; they go along as tags, and
                   what is found is held against them (those of a heart made here
                   always are)
  -heart-rate N    of a heart made here, 30 to 200 a minute; default: 72
  -seed N          of a heart made here; default: 1
  -seconds S       no more than that; default: 15, with -in all
  -speed X         times real time, or max, as fast as all can read; default: 1

How
  -out DIR         where ecg.dat, ecg.hea and ecg.sha256 go, a record for WFDB tools;
                   made if missing; default: out
  -lead N          the lead in which beats are found, and that is shown, 0 or 1;
                   default: 0
  -one-process     all of it in one process

Examples
  fanout
  fanout -speed max -in 100.dat -beats beats.csv
  fanout publish -in 100.dat
  fanout subscribe strip -lossy

fanout publish -h and fanout subscribe -h explain the rest. Exit status: 0 all is well,
1 it failed, 2 the arguments make no sense. A record appears only when it is whole.
`

const publishHelp = `fanout publish sends an electrocardiogram to who subscribes.

  fanout publish                         a heart made here, until Ctrl-C
  fanout publish -in FILE [-speed X]     a record

A subscriber that comes later receives what is published from then on. Without
subscribers it runs on; it says who comes and goes. On the stream are frames of two
samples and, on the sample of each beat that is known, a tag "known" with its type.

  -stream NAME     what subscribers open; default: ecg
  -in FILE         a record in format 212, two leads, 360 samples a second; default: a
                   heart made here
  -beats FILE      with -in: its beats, lines of sample,type, such as 370,N
  -heart-rate N    of a heart made here, 30 to 200 a minute; default: 72
  -seed N          of a heart made here; default: 1
  -seconds S       no more than that; default: all
  -speed X         times real time, or max, as fast as the slowest subscriber that is
                   not lossy reads; default: 1

For programs that start it
  -json            a line of JSON when it is ready, and one with the report at the end
  -supervised      publish nothing before a line comes on standard input, end when that
                   ends, and leave interrupts to who watches over it

Examples
  fanout publish -heart-rate 140
  fanout publish -in 100.dat -speed 10
`

const subscribeHelp = `fanout subscribe receives what fanout publish sends.

  fanout subscribe detect        finds the beats: a line for each
  fanout subscribe record        writes a record for WFDB tools, with a checksum
  fanout subscribe strip         shows the trace on a terminal, or a line a second

It waits for the publisher, and ends with it, or with Ctrl-C: what came by then is told
and kept. Beats are found as J. Pan and W. J. Tompkins describe it (1985).

  -stream NAME     what is published; default: ecg
  -seconds S       no more than that; default: all

detect and strip
  -lead N          0 or 1; default: 0

record
  -out DIR         where ecg.dat, ecg.hea and ecg.sha256 go; made if missing; default: out

strip
  -lossy           rather lose frames than hold the others up
  -rows N          its height, 4 or more; default: 12

For programs that start it
  -json            a line of JSON when it is ready, for each beat, and at the end with the
                   report; the strip goes to standard error
  -supervised      leave interrupts to who watches over it, end with the publisher

Examples
  fanout subscribe detect
  fanout subscribe record -seconds 3600 -out night
  fanout subscribe strip -lossy -lead 1
`
