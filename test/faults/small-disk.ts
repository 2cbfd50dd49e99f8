// A disk that is full: a file system in memory, as small as the test wants it. Only root may mount one.
import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, truncateSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SmallDisk {
  /** Takes all the room there is, but for so many kB. */
  fill(left: number): void
  /** Gives back what `fill` took. */
  empty(): void
  remove(): void
}

/** A disk of so many kB at the folder, which is made. Throws where none can be mounted. */
export function mountDisk(folder: string, kilobytes: number): SmallDisk {
  mkdirSync(folder, { recursive: true })
  const { status, stderr } = mount(folder, kilobytes)
  if (status !== 0) throw new Error(`no disk can be mounted: ${stderr}`)
  const ballast = join(folder, '.ballast')
  return {
    fill: (left) => {
      const size = fillFile(ballast)
      truncateSync(ballast, Math.max(0, size - left * 1024))
    },
    empty: () => rmSync(ballast, { force: true }),
    remove: () => void spawnSync('umount', ['-l', folder]),
  }
}

/** Whether this user may mount one. */
export const canMount = ((): boolean => {
  const folder = mkdtempSync(join(tmpdir(), 'pgfold-test-'))
  const { status } = mount(folder, 4)
  if (status === 0) spawnSync('umount', ['-l', folder])
  rmSync(folder, { recursive: true })
  return status === 0
})()

function mount(folder: string, kilobytes: number) {
  const options = `size=${kilobytes}k,mode=755`
  return spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { encoding: 'utf8' })
}

/** Writes until nothing more fits; the size. */
function fillFile(path: string): number {
  const file = openSync(path, 'w')
  let size = 0
  try {
    for (const piece of [1 << 20, 4096].map((bytes) => Buffer.alloc(bytes))) {
      for (let written = piece.length; written === piece.length; size += written) written = writeOrNothing(file, piece)
    }
  } finally {
    closeSync(file)
  }
  return size
}

function writeOrNothing(file: number, piece: Buffer): number {
  try {
    return writeSync(file, piece)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return 0
    throw error
  }
}
