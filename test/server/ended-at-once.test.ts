// A server that ends a session in the very bytes that open it, as one that is being stopped does: the connection is lost,
// and the program goes on.
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '../../src/server/connection.ts'

/** A message of the protocol: its letter, its length, what it says (manual, "Message Formats"). */
function message(letter: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length + 4)
  return Buffer.concat([Buffer.from(letter), length, body])
}

const opened = [message('R', Buffer.alloc(4)), message('Z', Buffer.from('I'))]
const said = ['SFATAL', 'C57P01', 'Mterminating connection due to administrator command']
const ended = message('E', Buffer.from(`${said.join('\0')}\0\0`))
const server = createServer((client) => {
  client.on('error', () => undefined) // the other side may be gone first
  client.once('data', () => client.end(Buffer.concat([...opened, ended])))
})

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => new Promise((resolve) => server.close(resolve)))

test('tells that the connection was lost', async () => {
  const { port } = server.address() as AddressInfo
  const address = { host: '127.0.0.1', port, user: 'somebody', database: 'live', sslmode: 'disable' }
  await expect(connect(address)).rejects.toMatchObject({
    code: 'connection-lost',
    message: expect.stringContaining('127.0.0.1') as string,
  })
})
