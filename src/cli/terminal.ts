// The process's streams: a reader that went away (`| head`) ends the output, not the work; a question goes
// to stderr, since stdout is the product; Ctrl-C ends the process by exit(), so that the exit hooks of
// scratch servers run and PostgreSQL rolls back what was open.
import { createInterface } from 'node:readline/promises'
import type { Interface } from 'node:readline/promises'
import { hasRemains } from '../server/on-exit.ts'
import type { Invocation } from './command.ts'

/** Writes to stdout and waits until it is out. A broken pipe is no error. */
export function print(text: string): Promise<void> {
  return write(process.stdout, text)
}

/** The same for stderr. */
export function printTalk(text: string): Promise<void> {
  return write(process.stderr, text)
}

function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (error && (error as NodeJS.ErrnoException).code !== 'EPIPE') reject(error)
      else resolve()
    })
  })
}

/**
 * How to ask for a typed answer, empty after Ctrl-D; undefined where stdin or stderr is no terminal. `before` clears the line.
 */
export function askAtTerminal(before: () => void): Invocation['ask'] {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined
  return async (question) => {
    before()
    const lines = createInterface({ input: process.stdin, output: process.stderr })
    lines.once('SIGINT', () => {
      process.stderr.write('\n')
      process.kill(process.pid, 'SIGINT')
    })
    try {
      return await answerTo(question, lines)
    } finally {
      lines.close()
    }
  }
}

// Ctrl-D closes the input without an answer, which newer versions of Node reject and older ones leave open.
function answerTo(question: string, lines: Interface): Promise<string> {
  return new Promise((resolve, reject) => {
    const closed = (): void => {
      process.stderr.write('\n')
      resolve('')
    }
    lines.once('close', closed)
    lines
      .question(question)
      .finally(() => lines.off('close', closed))
      .then(resolve, reject)
  })
}

/**
 * Makes Ctrl-C and the other polite signals end the process with exit code 2 and a message. Scratch servers
 * have handlers of their own, which end them in order and then raise the signal again; a second signal from
 * outside does not wait for that. The returned function says whether one came: what fails from then on is only
 * the ending, and not worth a word.
 */
export function onInterrupt(json: boolean): () => boolean {
  let stopped = false
  ignoreBrokenPipes()
  process.on('SIGXFSZ', () => undefined) // a file beyond `ulimit -f`: the write fails, which says more
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      if (!stopped) tellStopped(json)
      stopped = true
      if (!hasRemains()) process.exit(2) // at once: the spinner listens too, and raises the signal again
      setImmediate(() => process.once(signal, () => process.exit(2)))
    })
  }
  return () => stopped
}

function tellStopped(json: boolean): void {
  const message = 'stopped; what was not finished is undone'
  process.stderr.write(`pgfold: ${message}\n`)
  if (json)
    process.stdout.write(`${JSON.stringify({ error: { code: 'stopped', message, details: [] } }, undefined, 2)}\n`)
}

// Without a listener, Node turns a broken pipe into an uncaught exception; write() above answers for it.
function ignoreBrokenPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
}
