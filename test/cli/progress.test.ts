import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createProgress } from '../../src/cli/progress.ts'

describe('progress', () => {
  // The spinner divides by the width, and a pseudo-terminal that nobody gave a size has the width 0.
  it.each([
    ['no terminal', { isTTY: false }],
    ['a terminal of width 0', { isTTY: true, columns: 0 }],
    ['a terminal of unknown width', { isTTY: true }],
  ])('is plain lines on %s', async (_name, properties) => {
    const written: string[] = []
    const display = await createProgress({ stream: streamTo(written, properties), redact: (text) => text })
    display.show('replaying 1 of 2')
    display.stop()
    expect(written).toEqual([expect.stringMatching(/^pgfold: replaying 1 of 2 \[\d+\.\d s\]\n$/u)])
  })
})

function streamTo(written: string[], properties: { isTTY: boolean; columns?: number }): NodeJS.WriteStream {
  const limit = 100 // an endless loop fails instead of hanging
  const record = (text: string): boolean => {
    if (written.push(text) > limit) throw new Error('it does not stop writing')
    return true
  }
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      record(chunk.toString())
      done()
    },
  })
  const screen = {
    cursorTo: () => record('cursorTo'),
    clearLine: () => record('clearLine'),
    moveCursor: () => record('moveCursor'),
  }
  return Object.assign(stream, screen, properties) as unknown as NodeJS.WriteStream
}
