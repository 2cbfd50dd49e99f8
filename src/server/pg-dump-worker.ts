// The worker thread in which the WebAssembly pg_dump runs; the one home of @electric-sql/pglite-tools. The package
// wants a database object and calls it with each piece that pg_dump writes (up to 8 kB, perhaps part of a message);
// whatever the server answers has to be there when the call returns.
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { pgDump } from '@electric-sql/pglite-tools/pg_dump'
import type { DumpResult, DumpTask } from './pg-dump-bridge.ts'
import { awaitReply } from './reply-signal.ts'
import { firstMessageIn, isAnswered, messagesIn } from './wire-protocol.ts'

type Receive = { readonly onRawData: (bytes: Uint8Array) => void }
type PgliteLike = Parameters<typeof pgDump>[0]['pg']

const task = workerData as DumpTask
let asked = 0

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
parentPort?.postMessage(await dump())

async function dump(): Promise<DumpResult> {
  try {
    const file = await pgDump({ pg: serverLike() as unknown as PgliteLike, args: [...task.args] })
    return { text: await file.text() }
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) }
  }
}

// The package reads and restores search_path on its own connection; here pg_dump has one that ends with it.
function serverLike(): object {
  let pending: Buffer = Buffer.alloc(0)
  let begun = false
  const receive = (piece: Uint8Array, { onRawData }: Receive): void => {
    pending = Buffer.concat([pending, piece])
    if (!begun) {
      const first = firstMessageIn(pending)
      if (!first) return
      pending = first.rest
      begun = !first.asksForEncryption
      onRawData(begun ? task.greeting : Buffer.from('N'))
      return
    }
    const { messages, rest } = messagesIn(pending)
    if (!isAnswered(messages.at(-1)?.type ?? '')) return
    const reply = ask(Buffer.concat(messages.map(({ bytes }) => bytes)))
    pending = rest
    onRawData(reply)
  }
  return {
    query: () => Promise.resolve({ rows: [{ search_path: '' }] }),
    exec: () => Promise.resolve([]),
    execProtocolRawStream: receive,
  }
}

function ask(request: Uint8Array): Uint8Array {
  asked += 1
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
  task.port.postMessage(request)
  awaitReply(task.signal, asked)
  const answer = receiveMessageOnPort(task.port) as { readonly message: Uint8Array } | undefined
  if (!answer) throw new Error('a reply was announced and is not there')
  return answer.message
}
