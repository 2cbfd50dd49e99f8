// A proxy on loopback before a server's socket. It hands on what a client asks, question by question (manual,
// "Message Flow"), and asks the test first: what is to become of this one?
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { join } from 'node:path'
import type { Address } from '../../src/server/database.ts'
import { firstMessageIn, isAnswered, messagesIn } from '../../src/server/wire-protocol.ts'

/**
 * What becomes of a question: it goes on, half of it does, all of it and the client never hears more, the client hears
 * half of the answer, or the answer is there and lost. But for the first, both sides of the connection are cut then.
 */
export type Fate = 'pass' | 'half asked' | 'asked' | 'half answered' | 'answer lost'

/** Decides; a promise holds the question back until it is settled. */
export type Decide = (question: string) => Fate | Promise<Fate>

export interface Proxy {
  readonly address: Address
  close(): Promise<void>
}

/** Opens a proxy before `address`, whose host is the folder of a socket, or a host. */
export async function openProxy(address: Address, decide: Decide): Promise<Proxy> {
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = address.host.startsWith('/')
      ? connect(join(address.host, `.s.PGSQL.${address.port}`))
      : connect(address.port, address.host)
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.on('error', () => socket.destroy()) // the other side went away, as it may here
      socket.once('close', () => open.delete(socket))
    }
    client.once('close', () => upstream.destroy())
    upstream.once('close', () => client.destroy())
    relay({ client, upstream }, decide)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = async (): Promise<void> => {
    for (const socket of open) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
  return { address: { ...address, host: '127.0.0.1', port }, close }
}

/** The URL that leads to the database by the proxy. */
export function urlThrough({ address: { host, port, user, database } }: Proxy): string {
  return `postgres://${user}@${host}:${port}/${database}`
}

interface Sides {
  readonly client: Socket
  readonly upstream: Socket
}

function relay({ client, upstream }: Sides, decide: Decide): void {
  let begun = false
  let pending: Buffer = Buffer.alloc(0)
  let question: Buffer = Buffer.alloc(0)
  let order: Promise<void> = Promise.resolve()
  const handOn = (answer: Buffer): void => void client.write(answer)
  upstream.on('data', handOn)

  const ask = async (bytes: Buffer): Promise<void> => {
    const fate = await decide(bytes.toString('utf8'))
    if (fate === 'pass') return void upstream.write(bytes)
    upstream.off('data', handOn)
    upstream.write(fate === 'half asked' ? bytes.subarray(0, Math.ceil(bytes.length / 2)) : bytes)
    if (fate === 'half answered' || fate === 'answer lost') {
      const [answer] = (await once(upstream, 'data')) as [Buffer]
      if (fate === 'half answered') client.write(answer.subarray(0, Math.ceil(answer.length / 2)))
    }
    client.end()
    upstream.end() // what was written is sent before the end
  }

  client.on('data', (bytes: Buffer) => {
    pending = Buffer.concat([pending, bytes])
    if (!begun) {
      const first = firstMessageIn(pending)
      if (first === undefined) return
      begun = !first.asksForEncryption // a server without TLS says no, and the client goes on without
      upstream.write(pending.subarray(0, pending.length - first.rest.length))
      pending = first.rest
      if (!begun) return
    }
    const { messages, rest } = messagesIn(pending)
    pending = rest
    for (const message of messages) {
      question = Buffer.concat([question, message.bytes])
      if (partOfQuestion.has(message.type)) continue
      const whole = question
      question = Buffer.alloc(0)
      order = order.then(() => (isAnswered(message.type) ? ask(whole) : void upstream.write(whole)))
    }
  })
}

/** Parse, Bind, Describe, Execute, Close: a Sync ends them. */
const partOfQuestion = new Set(['P', 'B', 'D', 'E', 'C'])
