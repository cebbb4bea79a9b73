package main

const help = `sdr receives broadcast FM in stereo.

  sdr                                    make ten seconds of two stations, receive both
  sdr -in FILE [-station HZ]...          receive from a recording

It takes all stations out of the same samples at the same time. Into the
directory out (or -out DIR) go a WAV file for each station, 48 kHz stereo, and
spectrum.png; on the terminal appears what was found of each.

Recordings
  -in FILE         a SigMF recording (either file of the pair, or its name without
                   ending), or raw samples, I and Q in turn
  -format NAME     of raw samples: cu8 (rtl_sdr), cs8 (HackRF), cs16, cf32 (GNU
                   Radio); default: the ending of the file
  -rate HZ         samples a second of raw samples, 192000 or more
  -station HZ      offset of a station from the centre of the recording, as
                   -200000, -200k or 0.2M; as often as there are stations;
                   default: 0, the centre

Sound
  -deemphasis US   50 (Europe, Asia, Africa, Australia; default) or 75 (Americas,
                   Korea) microseconds
  -out DIR         where the files go; made if missing; default: out

Own signal
  -seconds S       its length; default: 10

Examples
  sdr -in wxrt_256k.sigmf-meta -deemphasis 75
  sdr -in capture.cu8 -rate 1.024M -station 200k -station -300k
  sdr -in gqrx.raw -format cf32 -rate 2.4M -station -0.6M -out radio

A station needs 96 kHz on each side of its offset within the recording. Exit
status: 0 all is well, 1 it failed, 2 the arguments make no sense. Files appear
only when they are complete.
`
