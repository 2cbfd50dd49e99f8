import { appendFileSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { connect } from '../../src/server/connection.ts'
import type { Address } from '../../src/server/database.ts'
import { embeddedBinaries } from '../../src/server/embedded-binaries.ts'
import type { Binaries } from '../../src/server/local-server.ts'
import { findProgram, runProgram, startProgram } from '../../src/server/program.ts'

interface PasswordServer {
  readonly address: Address & { readonly password: string }
  /** The certificate of the server's authority, which is itself. */
  readonly certificate: string
  stop(): Promise<void>
}

/** Whether the machine has what a server with TLS needs. */
export const canEncrypt = findProgram('openssl') !== undefined

/** A server on a TCP port of this machine that asks for a password; with `tls` it lets in nobody without TLS. */
export async function startPasswordServer({
  tls,
  binaries: given,
}: {
  readonly tls: boolean
  /** The embedded ones without it. */
  readonly binaries?: Binaries
}): Promise<PasswordServer> {
  const binaries = given ?? (await embeddedBinaries())
  const folder = mkdtempSync('/tmp/pgfold-test-')
  const password = 's3cret: @/%'
  const port = await freePort()
  await createCluster(binaries, folder, password)
  const certificate = join(folder, 'data', 'server.crt')
  if (tls) await encrypt(binaries, join(folder, 'data'))
  const postmaster = await startProgram(
    join(binaries.folder, 'postgres'),
    ['-D', join(folder, 'data'), '-p', String(port), '-k', '', '-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off'],
    { cwd: folder, logFile: join(folder, 'log'), ...(binaries.user && { user: binaries.user }) },
  )
  const address = { host: '127.0.0.1', port, user: 'postgres', database: 'postgres', password }
  const stop = async (): Promise<void> => {
    process.kill(postmaster.pid, 'SIGQUIT')
    await postmaster.ended
    rmSync(folder, { recursive: true })
  }
  await untilItAnswers(address, postmaster.hasEnded)
  return { address, certificate, stop }
}

async function createCluster(binaries: Binaries, folder: string, password: string): Promise<void> {
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, password)
  mkdirSync(join(folder, 'data'), { mode: 0o700 })
  if (binaries.user) {
    for (const path of [folder, passwordFile, join(folder, 'data')]) {
      chownSync(path, binaries.user.uid, binaries.user.gid)
    }
  }
  const args = ['-D', 'data', '-U', 'postgres', '-A', 'scram-sha-256', '--no-sync', '-E', 'UTF8', '--locale=C']
  const initdb = join(binaries.folder, 'initdb')
  const { exitCode, stderr } = await runProgram(initdb, [...args, `--pwfile=${passwordFile}`], {
    cwd: folder,
    ...(binaries.user && { user: binaries.user }),
  })
  if (exitCode !== 0) throw new Error(stderr)
}

async function encrypt(binaries: Binaries, data: string): Promise<void> {
  const [key, certificate] = [join(data, 'server.key'), join(data, 'server.crt')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2']
  const openssl = ['req', '-new', '-x509', '-nodes', '-newkey', 'rsa:2048', '-keyout', key, '-out', certificate]
  const { exitCode, stderr } = await runProgram('openssl', [...openssl, ...subject])
  if (exitCode !== 0) throw new Error(stderr)
  if (binaries.user) for (const file of [key, certificate]) chownSync(file, binaries.user.uid, binaries.user.gid)
  appendFileSync(join(data, 'postgresql.conf'), 'ssl = on\n')
  const rules = readFileSync(join(data, 'pg_hba.conf'), 'utf8')
  writeFileSync(join(data, 'pg_hba.conf'), rules.replaceAll(/^host /gmu, 'hostssl '))
}

async function untilItAnswers(address: Address, hasEnded: () => boolean): Promise<void> {
  while (!hasEnded()) {
    try {
      return await (await connect(address)).close()
    } catch (error) {
      const { code } = error as { code?: string }
      if (code !== 'connection-refused' && code !== 'server-not-ready') throw error
    }
  }
  throw new Error('the password server did not start')
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
