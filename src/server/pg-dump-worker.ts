// The worker thread in which the WebAssembly pg_dump runs; the one home of @electric-sql/pglite-tools. The package
// wants a database object and calls it with each piece that pg_dump writes (up to 8 kB, perhaps part of a message);
// whatever the server answers has to be there when the call returns.
import { parentPort, receiveMessageOnPort } from 'node:worker_threads'
import { pgDump } from '@electric-sql/pglite-tools/pg_dump'
import type { DumpResult, DumpTask } from './pg-dump-bridge.ts'
import { awaitReply } from './reply-signal.ts'
import { firstMessageIn, isAnswered, messagesIn } from './wire-protocol.ts'

type Receive = { readonly onRawData: (bytes: Uint8Array) => void }
type PgliteLike = Parameters<typeof pgDump>[0]['pg']

// One task at a time; the thread stays for the next, since compiling pg_dump is most of the work of a small dump.
parentPort?.on('message', (task: DumpTask) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
  void dump(task).then((result) => parentPort?.postMessage(result))
})

async function dump(task: DumpTask): Promise<DumpResult> {
  try {
    const file = await pgDump({ pg: serverLike(task) as unknown as PgliteLike, args: [...task.args] })
    return { text: await file.text() }
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) }
  } finally {
    task.port.close()
  }
}

// The package reads and restores search_path on its own connection; here pg_dump has one that ends with it.
function serverLike(task: DumpTask): object {
  let pending: Buffer = Buffer.alloc(0)
  let begun = false
  let asked = 0
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
    asked += 1
    const reply = ask(task, Buffer.concat(messages.map(({ bytes }) => bytes)), asked)
    pending = rest
    onRawData(reply)
  }
  return {
    query: () => Promise.resolve({ rows: [{ search_path: '' }] }),
    exec: () => Promise.resolve([]),
    execProtocolRawStream: receive,
  }
}

function ask(task: DumpTask, request: Uint8Array, asked: number): Uint8Array {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
  task.port.postMessage(request)
  awaitReply(task.signal, asked)
  const answer = receiveMessageOnPort(task.port) as { readonly message: Uint8Array } | undefined
  if (!answer) throw new Error('a reply was announced and is not there')
  return answer.message
}
