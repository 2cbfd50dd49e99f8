// A backup on its way: until it is complete its name ends in the token of the process that writes it.
import { constants } from 'node:fs'
import { copyFile, link, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ownerState, tokenPattern } from './owner.ts'

/** What is left of a backup whose process was killed: its name ends in the token of a process that is gone. */
export async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const token = unfinishedName.exec(name)?.[1]
    if (token !== undefined && (await ownerState(token)) === 'gone') await rm(join(folder, name), { force: true })
  }
}

const unfinishedName = new RegExp(`-\\d{8}T\\d{6}Z\\.sql\\.(${tokenPattern})$`, 'u')

/** Nothing is overwritten: two databases can have one name here, and a second is long enough for two backups. */
export async function publish(unfinished: string, file: string): Promise<string> {
  for (let n = 1; ; n += 1) {
    const path = n === 1 ? file : file.replace(/\.sql$/u, `-${n}.sql`)
    try {
      await placeNew(unfinished, path)
      await rm(unfinished)
      return path
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/** Fails where the name is taken, which `rename` does not. */
async function placeNew(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    const isRefused = ['EPERM', 'ENOTSUP', 'EMLINK', 'ENOSYS'].includes((error as NodeJS.ErrnoException).code ?? '')
    if (!isRefused) throw error
    await copyFile(from, to, constants.COPYFILE_EXCL)
  }
}
