// Runs the WebAssembly pg_dump against a real server. pg_dump speaks the frontend/backend protocol (manual, same
// chapter) through calls that must answer at once, so it lives in a worker thread that sleeps while this thread,
// which holds an authenticated connection, sends its messages on and collects each reply up to ReadyForQuery.
import type { Socket } from 'node:net'
import { MessageChannel, Worker } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { PgfoldError } from '../errors.ts'
import { openWire } from './connection.ts'
import type { Address } from './database.ts'
import { announceReply } from './reply-signal.ts'
import { greeting, messagesIn } from './wire-protocol.ts'

/** The version of pg_dump inside the package. */
export const webAssemblyMajor = 18

/** What the worker needs to begin. */
export interface DumpTask {
  readonly args: readonly string[]
  readonly user: string
  /** What the server says to a client that it let in. */
  readonly greeting: Uint8Array
  /** Counts the replies that were put on `port`. */
  readonly signal: Int32Array
  readonly port: MessagePort
}

/** How the worker ends. */
export type DumpResult = { readonly text: string } | { readonly failure: string }

/** Returns what pg_dump printed. Throws `pg-dump-failed`, or what `connect` throws. */
export async function dumpByWebAssembly(address: Address, args: readonly string[]): Promise<string> {
  const wire = await openWire(address)
  const signal = new Int32Array(new SharedArrayBuffer(4))
  const { port1: ours, port2: port } = new MessageChannel()
  relay(wire.socket, ours, signal)
  const task: DumpTask = { args, user: address.user, greeting: greeting(wire.parameters), signal, port }
  try {
    const result = await runInWorker(task)
    if ('text' in result) return result.text
    throw dumpFailed(address, result.failure)
  } finally {
    ours.close()
    await wire.close()
  }
}

// Threads that wait for their next dump. They do not keep the process alive.
const idle: Worker[] = []
const mostIdle = 2

async function runInWorker(task: DumpTask): Promise<DumpResult> {
  const worker = idle.pop() ?? new Worker(workerFile())
  worker.ref()
  try {
    worker.postMessage(task, [task.port])
    const result = await resultOf(worker)
    if (!('text' in result) || idle.length === mostIdle) await worker.terminate()
    else idle.push(worker)
    return result
  } catch (error) {
    await worker.terminate()
    throw error
  } finally {
    worker.unref()
  }
}

/** What pg_dump said, without the password. */
export function dumpFailed({ database, password }: Address, output: string): PgfoldError {
  const text = password === undefined || password === '' ? output : output.replaceAll(password, '***')
  return new PgfoldError('pg-dump-failed', `pg_dump of database "${database}" failed`, {
    details: text.trim().split('\n').slice(-20),
    hint: 'It has to be able to read every table: check the privileges of the user.',
  })
}

// Node 20 runs no TypeScript: where we run from sources, as the tests do, the built worker is used.
function workerFile(): URL {
  const built = import.meta.url.endsWith('.ts') ? '../../dist/server/pg-dump-worker.js' : './pg-dump-worker.js'
  return new URL(built, import.meta.url)
}

// Only our own listeners are taken off again: the thread has others that it lives by.
function resultOf(worker: Worker): Promise<DumpResult> {
  return new Promise((resolve, reject) => {
    const settle = (outcome: () => void): void => {
      worker.off('message', told).off('error', failed).off('exit', ended)
      outcome()
    }
    const told = (result: DumpResult): void => settle(() => resolve(result))
    const failed = (error: Error): void => settle(() => reject(error))
    const ended = (code: number): void => failed(new Error(`the pg_dump worker ended with code ${code}`))
    worker.on('message', told).on('error', failed).on('exit', ended)
  })
}

// The worker has one request on its way at a time; an empty reply tells it that the server has hung up.
function relay(socket: Socket, port: MessagePort, signal: Int32Array): void {
  let received: Buffer[] = []
  let partial: Buffer = Buffer.alloc(0)
  let waiting = false
  const reply = (): void => {
    waiting = false
    port.postMessage(Buffer.concat(received))
    received = []
    announceReply(signal)
  }
  port.on('message', (request: Uint8Array) => {
    waiting = true
    if (socket.destroyed) reply()
    else socket.write(request)
  })
  socket.on('data', (data: Buffer) => {
    received.push(data)
    const { messages, rest } = messagesIn(partial.length === 0 ? data : Buffer.concat([partial, data]))
    partial = rest
    // Not the last one: a notice or a changed parameter may follow at any time (manual, "Asynchronous Operations").
    if (waiting && messages.some(({ type }) => type === 'Z')) reply()
  })
  socket.on('close', () => {
    if (waiting) reply()
  })
}
