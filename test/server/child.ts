import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

interface Made {
  readonly database: string
  readonly folder: string
}

interface Child {
  /** What it printed: the scratch database that it made, and the folder of its server. */
  readonly made: Made
  readonly pid: number
  /** Ends it with the signal, or waits for it to end; returns its exit code or the signal that ended it. */
  end(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals>
}

/** Starts `open-scratch.js` and waits until it has made everything. */
export async function openInChild(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Child> {
  const script = fileURLToPath(new URL('open-scratch.js', import.meta.url))
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([text]) => text as string),
    ended.then(() => undefined),
  ])
  if (line === undefined || child.pid === undefined) throw new Error('open-scratch.js ended before it had opened')
  return {
    made: JSON.parse(line) as Made,
    pid: child.pid,
    end: async (signal) => {
      if (signal) child.kill(signal)
      const [code, endSignal] = await ended
      return code ?? endSignal ?? 'SIGKILL'
    },
  }
}
