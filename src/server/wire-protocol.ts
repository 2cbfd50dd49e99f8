// The few facts of PostgreSQL's protocol 3.0 that the pg_dump bridge needs (manual, "Message Formats"): a message
// is one type byte, a length that counts itself, and a body; only the first one of a client has no type byte.

interface Message {
  readonly type: string
  readonly bytes: Buffer
}

/** The whole messages at the start of `bytes`, and what follows of one that is not complete. */
export function messagesIn(bytes: Buffer): { readonly messages: readonly Message[]; readonly rest: Buffer } {
  const messages: Message[] = []
  let start = 0
  while (start + 5 <= bytes.length) {
    const end = start + 1 + bytes.readInt32BE(start + 1)
    if (end > bytes.length) break
    messages.push({ type: String.fromCodePoint(bytes[start] ?? 0), bytes: bytes.subarray(start, end) })
    start = end
  }
  return { messages, rest: bytes.subarray(start) }
}

/** The first message of a client at the start of `bytes`; undefined while it is not complete. */
export function firstMessageIn(
  bytes: Buffer,
): { readonly asksForEncryption: boolean; readonly rest: Buffer } | undefined {
  if (bytes.length < 8) return undefined
  const length = bytes.readInt32BE(0)
  if (bytes.length < length) return undefined
  const code = bytes.readInt32BE(4)
  return { asksForEncryption: code === sslRequest || code === gssRequest, rest: bytes.subarray(length) }
}

/** True for the messages of a client that the server answers, at the end with ReadyForQuery. */
export function isAnswered(type: string): boolean {
  return type === 'Q' || type === 'S' || type === 'F' // Query, Sync, FunctionCall
}

/** What a server says when it lets a client in: AuthenticationOk, its parameters, ReadyForQuery. */
export function greeting(parameters: ReadonlyMap<string, string>): Buffer {
  const authenticationOk = message('R', Buffer.alloc(4))
  const statuses = [...parameters].map(([name, value]) => message('S', Buffer.from(`${name}\0${value}\0`)))
  const backendKey = message('K', Buffer.alloc(8))
  return Buffer.concat([authenticationOk, ...statuses, backendKey, message('Z', Buffer.from('I'))])
}

const sslRequest = 80_877_103
const gssRequest = 80_877_104

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.write(type, 'latin1')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
