// A server that asks for a password, once without and once with TLS: connecting, the messages when it fails, and
// pg_dump over the bridge.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '../../src/server/connection.ts'
import type { Address } from '../../src/server/database.ts'
import { dumpByWebAssembly } from '../../src/server/pg-dump-bridge.ts'
import { canEncrypt, startPasswordServer } from './password-server.ts'

describe('a server with passwords, TLS false', () => passwordTests(false))

// Visible among the skipped tests, but for CI, where it fails.
describe.skipIf(!canEncrypt && !process.env['CI'])(
  `a server with passwords, TLS true${canEncrypt ? '' : ' (openssl is not installed)'}`,
  () => passwordTests(true),
)

function passwordTests(tls: boolean): void {
  let server: Awaited<ReturnType<typeof startPasswordServer>>
  beforeAll(async () => {
    server = await startPasswordServer({ tls })
  })
  afterAll(() => server.stop())

  const encrypted = async (address: Address): Promise<boolean> => {
    const database = await connect(address)
    const rows = await database.query<{ ssl: boolean }>('select ssl from pg_stat_ssl where pid = pg_backend_pid()')
    await database.close()
    return rows[0]?.ssl === true
  }

  test('lets in who knows the password, encrypted where the server can', async () => {
    for (const mode of [undefined, 'allow', 'prefer'])
      expect(await encrypted({ ...server.address, ...(mode !== undefined && { sslmode: mode }) })).toBe(tls)
  })

  test('a wrong and a missing password are told apart, and never shown', async () => {
    const wrong = connect({ ...server.address, password: 'wr0ng' })
    await expect(wrong).rejects.toMatchObject({ code: 'wrong-password' })
    const failure = await wrong.catch((error: Error) => error)
    expect(JSON.stringify(failure) + String(failure)).not.toContain('wr0ng')
    await expect(connect({ ...server.address, password: '' })).rejects.toMatchObject({ code: 'password-missing' })
  })

  test('pg_dump over the bridge needs no other way in', async () => {
    const database = await connect(server.address)
    await database.execute('create schema dumped; create table dumped.t (id int primary key)')
    await database.close()
    const text = await dumpByWebAssembly(server.address, ['--schema-only'])
    expect(text).toContain('CREATE TABLE dumped.t (\n    id integer NOT NULL\n);')
  })

  if (!tls)
    test('sslmode=require is refused by a server without TLS', async () => {
      await expect(connect({ ...server.address, sslmode: 'require' })).rejects.toMatchObject({ code: 'no-ssl' })
    })
  else
    test('certificates are checked as the sslmode says', async () => {
      const { address, certificate } = server
      const root = { sslrootcert: certificate }
      expect(await encrypted({ ...address, sslmode: 'require' })).toBe(true)
      expect(await encrypted({ ...address, ...root, sslmode: 'verify-ca' })).toBe(true)
      expect(await encrypted({ ...address, ...root, sslmode: 'verify-full', host: 'localhost' })).toBe(true)
      await expect(connect({ ...address, sslmode: 'verify-full' })).rejects.toMatchObject({
        code: 'untrusted-certificate',
      })
      await expect(connect({ ...address, ...root, sslmode: 'verify-full' })).rejects.toMatchObject({
        code: 'untrusted-certificate', // the certificate is for localhost, not for the number
      })
      await expect(connect({ ...address, sslmode: 'disable' })).rejects.toMatchObject({ code: 'access-refused' })
    })
}
