// What is going on, on stderr: a spinner on a terminal, plain lines elsewhere, each with the seconds since
// the start. stdout stays free for the product.
import type { Progress } from '../model/progress.ts'

/** A progress display; `stop` clears it, so that messages and prompts start on a clean line. */
interface ProgressDisplay {
  readonly show: Progress
  /** A line as it is, without the seconds; a spinner makes way for it. */
  readonly echo: (line: string) => void
  stop(): void
}

interface ProgressOptions {
  readonly stream: NodeJS.WriteStream
  readonly redact: (text: string) => string
}

/** Starts the clock. The spinner (ora) is loaded only on a terminal that has a width. */
export async function createProgress({ stream, redact }: ProgressOptions): Promise<ProgressDisplay> {
  const started = performance.now()
  const line = (message: string): string => {
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    return redact(`${message} [${seconds} s]`)
  }
  // The spinner divides by the width, which is 0 on a pseudo-terminal that nobody gave a size.
  if (!stream.isTTY || !stream.columns)
    return {
      show: sparingly((message) => stream.write(`pgfold: ${line(message)}\n`)),
      echo: (text) => void stream.write(`${redact(text)}\n`),
      stop: () => undefined,
    }
  const { default: ora } = await import('ora')
  const spinner = ora({ stream, discardStdin: false })
  return {
    show: (message) => void spinner.start(line(message)),
    echo: (text) => {
      spinner.stop()
      stream.write(`${redact(text)}\n`)
    },
    stop: () => void spinner.stop(),
  }
}

/** Between two lines of one kind ("replaying 3 of 900 …") this many milliseconds pass at least. */
const pause = 1000

/** A log is no display: of the steps of one loop, a line a second is told. Kinds are told apart by the first word. */
function sparingly(write: Progress): Progress {
  let last = { kind: '', at: 0 }
  return (message) => {
    const kind = /^\w+ \d+ of \d+/u.test(message) ? message.slice(0, message.indexOf(' ')) : ''
    const now = performance.now()
    if (kind !== '' && kind === last.kind && now - last.at < pause) return
    last = { kind, at: now }
    write(message)
  }
}
