// The one home of pg-copy-streams: rows into a table by `COPY … FROM STDIN` (manual, "COPY Operations").
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from } from 'pg-copy-streams'
import type { CopyStreamQuery } from 'pg-copy-streams'

interface CopyClient {
  query(stream: CopyStreamQuery): CopyStreamQuery
}

const pieceLength = 64 * 1024

/** Runs the COPY statement with its data, in pieces, and resolves when the server has taken it all. */
export async function copyInto(client: CopyClient, sql: string, data: string): Promise<void> {
  await pipeline(Readable.from(pieces(Buffer.from(data))), client.query(from(sql)))
}

function* pieces(data: Buffer): Generator<Buffer> {
  for (let start = 0; start < data.length; start += pieceLength) yield data.subarray(start, start + pieceLength)
}
