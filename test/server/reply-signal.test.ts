import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { awaitReply } from '../../src/server/reply-signal.ts'

// Wakes the sleeper without a reply, as a late notification of the reply before does, and only then replies.
const waker = `
  const { workerData: signal } = require('node:worker_threads')
  while (Atomics.notify(signal, 0) === 0);
  while (Atomics.notify(signal, 0) === 0);
  Atomics.add(signal, 0, 1)
  Atomics.notify(signal, 0)`

test('a notification without a reply does not end the wait for one', async () => {
  const signal = new Int32Array(new SharedArrayBuffer(4))
  signal[0] = 6
  const worker = new Worker(waker, { eval: true, workerData: signal })
  awaitReply(signal, 7)
  expect(Atomics.load(signal, 0)).toBe(7)
  await worker.terminate()
})

test('a reply that was announced before is not waited for', () => {
  const signal = new Int32Array(new SharedArrayBuffer(4))
  signal[0] = 7
  awaitReply(signal, 7)
  expect(Atomics.load(signal, 0)).toBe(7)
})
