import { expect, test } from 'vitest'
import { firstMessageIn, greeting, messagesIn } from '../../src/server/wire-protocol.ts'

const stream = greeting(new Map([['server_version', '18.4']]))

test('a stream cut in two anywhere, or in bytes, holds the same messages', () => {
  const whole = messagesIn(stream).messages.map(({ type }) => type)
  expect(whole).toEqual(['R', 'S', 'K', 'Z'])
  for (let cut = 0; cut <= stream.length; cut += 1) {
    expect(typesOf([stream.subarray(0, cut), stream.subarray(cut)])).toEqual(whole)
  }
  expect(typesOf([...stream].map((byte) => Buffer.from([byte])))).toEqual(whole)
})

test('the first message of a client is known when it is complete', () => {
  const startup = Buffer.from('\0\0\0\x0f\0\x03\0\0user\0a\0Q', 'latin1')
  for (let length = 0; length < 15; length += 1) expect(firstMessageIn(startup.subarray(0, length))).toBeUndefined()
  expect(firstMessageIn(startup)).toEqual({ asksForEncryption: false, rest: Buffer.from('Q') })
})

function typesOf(pieces: readonly Buffer[]): string[] {
  const types: string[] = []
  let partial: Buffer = Buffer.alloc(0)
  for (const piece of pieces) {
    const { messages, rest } = messagesIn(Buffer.concat([partial, piece]))
    types.push(...messages.map(({ type }) => type))
    partial = rest
  }
  return types
}
