package main

const fmHelp = `sdr fm receives broadcast FM in stereo.

  sdr fm                                 make ten seconds of two stations, receive both
  sdr fm -in FILE [-station HZ]...       receive from a recording
  sdr fm -from shm:NAME                  receive what another sdr fm -share NAME shares

It takes all stations out of the same samples at the same time. Into the
directory out (or -out DIR) go a WAV file for each station, 48 kHz stereo, and
spectrum.png and waterfall.png; on the terminal appears what was found of each: name,
PI and type of programme from its RDS, pilot, deviation, level, the text it sends (dots
where a part did not come), how its groups were received, and its clock.

Recordings and radios
  -in FILE         SigMF, raw samples, or - for raw samples from standard input;
                   or rtl_tcp://HOST:PORT, a radio, until Ctrl-C: all that came is kept
  -format NAME     of raw samples: cu8, cs8, cs16, cf32; default: the ending of the file
  -rate HZ         samples a second, 192000 or more, of raw samples; or what a radio is
                   to send, default: 2.4M
  -frequency HZ    what the centre is on the air, as 93.1M; a radio is tuned there
  -gain DB         of a radio: its gain, or auto, the default
  -ppm N           of a radio: how far its crystal is off, parts per million
  -seconds S       no more than that from the start; default: all
  -station HZ      offset of a station from the centre of the recording, as
                   -200000, -200k or 0.2M; as often as there are stations;
                   default: those that stand out in the spectrum of the first
                   second and are frequency modulated

Output
  -deemphasis US   50 (Europe, Asia, Africa, Australia; default) or 75 (Americas, Korea)
                   microseconds; with 75, RDS is read by the tables of North America
  -json            no table, but a JSON object a line: each group of RDS ("rds.group",
                   ---- for a lost block), what is new in it ("rds.ps", "rds.rt",
                   "rds.pi", ...), at the end each station ("station"); station is its
                   offset in Hz, sample where the group begins, counted from 0; of a
                   radio the groups come a second after they were sent
  -record FILE     the band goes into a SigMF recording, too, FILE.sigmf-meta and
                   FILE.sigmf-data; each group of RDS is an annotation on its samples,
                   beside what a SigMF recording already says of them
  -out DIR         where the files go; made if missing; default: out

Between processes (Linux)
  -share NAME      the multiplex of the first station goes to other processes as well,
                   any number of them. Of a recording, or the own signal, it begins with
                   the first reader and is as fast as the slowest; a radio and standard
                   input wait for nobody, and a reader that holds them up for 5 seconds
                   is put out. One that leaves or dies holds nobody up
  -from shm:NAME   decode what another process shares: the same sound, RDS and JSON,
                   bit for bit, from its first sample on or, for who comes late, the
                   oldest that is still there; of the band there are no pictures. It
                   ends when that process does, or with Ctrl-C: all that came is kept

Own signal
  -seconds S       its length; default: 10. The RDS received is compared with what was
                   sent (name, text, time after 3 seconds); the exit status is 1 if
                   anything differs.

Examples
  sdr fm -in wxrt_256k.sigmf-meta -deemphasis 75
  sdr fm -in capture.cu8 -rate 1.024M -station 200k -station -300k
  sdr fm -in rtl_tcp://localhost -frequency 93.1M -seconds 60
  sdr fm -in rtl_tcp://localhost -frequency 93.1M -share wxrt
  sdr fm -from shm:wxrt -json
  sdr fm -in gqrx.raw -format cf32 -rate 2.4M -station -0.6M -out radio

A station needs 96 kHz on each side of its offset within the recording. Exit
status: 0 all is well, 1 it failed, 2 the arguments make no sense. Files appear
only when they are complete.
`
