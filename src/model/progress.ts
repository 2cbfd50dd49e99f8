/**
 * Where a use case tells what it is doing: one short line without a final newline, `replaying 17
 * migrations`. The command line shows it on stderr with the time; the library's default is silence.
 */
export type Progress = (message: string) => void
