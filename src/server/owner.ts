// Who made a scratch thing: a token that is part of its name and from which a later run tells whether its
// maker still lives. It holds the process id, its start time (ids are reused) and a digest of the machine,
// the boot and the process namespace: a token from elsewhere cannot be judged and is never "gone".
import { createHash } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { runProgram } from './program.ts'

/** The shape of every token: `machine_pid_start`, lower case, fit for a file name and for an SQL name. */
export const tokenPattern = '[0-9a-f]{8}_[0-9a-z]+_[0-9a-z]+'

/** `gone`: the process ended. `foreign`: another machine, boot or container made it. */
export type OwnerState = 'alive' | 'gone' | 'foreign'

/** This process's own token; always the same. */
export function ownerToken(): Promise<string> {
  own ??= tokenOf(process.pid)
  return own
}

let own: Promise<string> | undefined

/** Whether the process that made `token` still runs. */
export async function ownerState(token: string): Promise<OwnerState> {
  const [machine, pid = ''] = token.split('_')
  if (machine !== machineDigest()) return 'foreign'
  return (await tokenOf(Number.parseInt(pid, 36))) === token ? 'alive' : 'gone'
}

async function tokenOf(pid: number): Promise<string> {
  return `${machineDigest()}_${pid.toString(36)}_${await processStart(pid)}`
}

function machineDigest(): string {
  const parts = [
    hostname(),
    readOr('', () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
    readOr('', () => readlinkSync('/proc/self/ns/pid')),
  ]
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 8)
}

// Linux: field 22 of /proc/PID/stat, counted after the name in parentheses, which may hold spaces.
async function processStart(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    const stat = readOr('', () => readFileSync(`/proc/${pid}/stat`, 'utf8'))
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    return ticks === undefined ? 'none' : Number(ticks).toString(36)
  }
  const { stdout } = await runProgram('ps', ['-o', 'lstart=', '-p', String(pid)], { env: { LC_ALL: 'C' } })
  const started = Date.parse(stdout.trim())
  return Number.isNaN(started) ? 'none' : Math.floor(started / 1000).toString(36)
}

// These files exist on Linux only, and a process may end between two looks at it.
function readOr(otherwise: string, read: () => string): string {
  try {
    return read()
  } catch {
    return otherwise
  }
}
