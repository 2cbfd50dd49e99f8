import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'

/**
 * The most memory that a program had at once, in megabytes: the kernel's own high-water mark (VmHWM), asked for until
 * the program is gone. Throws where the program fails.
 */
export async function peakMemory(program, args) {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = new Promise((resolve, reject) => child.once('error', reject).once('close', resolve))
  let peak = 0
  const timer = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '') // it is gone
    peak = Math.max(peak, Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0))
  }, 5)
  const code = await ended.finally(() => clearInterval(timer))
  if (code !== 0) throw new Error(`${program} ended with ${code}`)
  return Math.round(peak / 1024)
}
