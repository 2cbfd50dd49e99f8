// A proxy before a server's socket that hands on what the server says in the worst pieces.
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Address } from '../../src/server/database.ts'
import { messagesIn } from '../../src/server/wire-protocol.ts'

interface Proxy {
  readonly address: Address
  close(): Promise<void>
}

type Cut = (stream: Socket) => AsyncIterable<Buffer>

/** The server at `address` behind a proxy; `cut` makes pieces, each of which is written in a turn of its own. */
export async function openProxy(address: Address, cut: Cut): Promise<Proxy> {
  const folder = mkdtempSync(join(tmpdir(), 'pgfold-test-'))
  const server = createServer((client) => {
    const upstream = connect(join(address.host, `.s.PGSQL.${address.port}`))
    client.pipe(upstream)
    void handOn(cut(upstream), client)
  })
  await new Promise<void>((resolve) => server.listen(join(folder, '.s.PGSQL.5432'), resolve))
  const close = async (): Promise<void> => {
    await new Promise((resolve) => server.close(resolve))
    rmSync(folder, { recursive: true })
  }
  return { address: { ...address, host: folder, port: 5432 }, close }
}

/** A few bytes at a time. */
export async function* inSmallPieces(stream: Socket): AsyncIterable<Buffer> {
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    for (let start = 0; start < chunk.length; start += 11) yield chunk.subarray(start, start + 11)
  }
}

/** Message by message, each ReadyForQuery in one piece with a changed parameter behind it. */
export async function* withChangedParameters(stream: Socket): AsyncIterable<Buffer> {
  let partial: Buffer = Buffer.alloc(0)
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const { messages, rest } = messagesIn(Buffer.concat([partial, chunk]))
    partial = rest
    for (const { type, bytes } of messages) yield type === 'Z' ? Buffer.concat([bytes, changedParameter]) : bytes
  }
}

const changedParameter = Buffer.from('S\0\0\0\x17application_name\0x\0', 'latin1')

async function handOn(pieces: AsyncIterable<Buffer>, client: Socket): Promise<void> {
  for await (const piece of pieces) {
    client.write(piece)
    await nextTurn()
  }
  client.end()
}
