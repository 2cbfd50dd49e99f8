// Names and bytes from disk, with an error for what cannot be read. SQL files are UTF-8, strictly: a byte
// that is not would reach the server as another character.
import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { PgfoldError, type Location } from '../errors.ts'
import { maskSecrets } from '../history/mask-secrets.ts'
import type { Script } from '../history/migration.ts'
import type { Finding } from '../model/finding.ts'
import type { Folder } from './layout.ts'

const deepest = 3

/** The names below `root`; hidden folders and node_modules are left out. @throws {PgfoldError} `not-readable` */
export async function readFolder(root: string): Promise<Folder> {
  const folder = await readNames(root, '', deepest)
  const rollbacks = await readdir(path.join(root, '..', 'rollbacks')).then(
    () => readNames(root, '../rollbacks', 1),
    () => undefined,
  )
  return rollbacks === undefined ? folder : { ...folder, rollbacks }
}

/** A file's text and what is odd about it. @throws {PgfoldError} `not-readable`, `not-utf8` */
export async function readScript(file: string): Promise<{ script: Script; findings: Finding[] }> {
  const shown = shownPath(file)
  const bytes = await readFile(file).catch((error: unknown) => refuse(shown, error))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const text = decode(bytes, shown)
  const findings: Finding[] = []
  if (text.startsWith('\uFEFF')) {
    const message = 'begins with a byte order mark, which was left out'
    findings.push({ code: 'byte-order-mark', severity: 'info', subject: shown, message })
  }
  return { script: { file: shown, text: text.replace(/^\uFEFF/u, ''), sha256 }, findings }
}

/** Relative to the working directory where the file lies below it. */
export function shownPath(file: string): string {
  const relative = path.relative(process.cwd(), file)
  return relative === '' || relative.startsWith('..') || path.isAbsolute(relative) ? file : relative
}

async function readNames(root: string, folder: string, depth: number): Promise<Folder> {
  const full = path.join(root, folder)
  const entries = await readdir(full, { withFileTypes: true }).catch((error: unknown) => refuse(shownPath(full), error))
  const names = entries.filter((entry) => !entry.name.startsWith('.') && entry.name !== 'node_modules')
  const below = names.filter((entry) => depth > 0 && entry.isDirectory()).map((entry) => entry.name)
  const join = (name: string): string => (folder === '' ? name : `${folder}/${name}`)
  return {
    path: folder,
    files: names
      .filter((entry) => !entry.isDirectory())
      .map((entry) => entry.name)
      .sort(),
    folders: await Promise.all(below.sort().map((name) => readNames(root, join(name), depth - 1))),
  }
}

function refuse(shown: string, cause: unknown): never {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'it does not exist',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EISDIR: 'it is a folder',
  }
  throw new PgfoldError('not-readable', `Cannot read ${shown}: ${reasons[code] ?? code}`, {
    hint: code === 'ENOENT' ? 'Check the path.' : 'Run as a user who may read it, or change its permissions.',
    cause,
  })
}

function decode(bytes: Buffer, shown: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    const encoding = utf16Of(bytes)
    if (encoding !== undefined) {
      const location = { file: shown, line: 1, column: 1, text: firstLine(bytes, encoding) }
      throw new PgfoldError('not-utf8', `${shown} is UTF-16, not UTF-8`, {
        location,
        hint: `Convert it: ${converter('UTF-16', shown)}`,
        cause,
      })
    }
    const offset = firstInvalidByte(bytes)
    const byte = (bytes[offset] ?? 0).toString(16).padStart(2, '0')
    throw new PgfoldError('not-utf8', `${shown} is not UTF-8: byte ${offset} is 0x${byte}`, {
      location: placeOfByte(bytes, offset, shown),
      hint: `Convert it, from WINDOWS-1252 for example: ${converter('WINDOWS-1252', shown)}`,
      cause,
    })
  }
}

function converter(encoding: string, shown: string): string {
  return `iconv -f ${encoding} -t UTF-8 ${shown}`
}

/** What a byte order mark of UTF-16 says about the file. */
function utf16Of(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined
}

function firstLine(bytes: Buffer, encoding: string): string {
  return new TextDecoder(encoding).decode(bytes).split(/\r\n|\n|\r/u, 1)[0] ?? ''
}

function placeOfByte(bytes: Buffer, offset: number, file: string): Location {
  const before = bytes.subarray(0, offset)
  const start = before.lastIndexOf(10) + 1
  const end = bytes.indexOf(10, offset)
  const text = bytes.subarray(start, end === -1 ? bytes.length : end).toString('utf8')
  return {
    file,
    line: before.filter((byte) => byte === 10).length + 1,
    column: [...before.subarray(start).toString('utf8')].length + 1,
    text: maskSecrets(text).trimEnd(),
  }
}

/** The first byte of the character that goes wrong: where the longest prefix of whole characters ends. */
function firstInvalidByte(bytes: Buffer): number {
  let valid = 0
  let invalid = bytes.length
  while (valid < invalid) {
    const middle = Math.ceil((valid + invalid) / 2)
    if (canBegin(bytes.subarray(0, middle))) valid = middle
    else invalid = middle - 1
  }
  while (valid > 0 && !isUtf8(bytes.subarray(0, valid))) valid -= 1
  return valid
}

function canBegin(prefix: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(prefix, { stream: true })
    return true
  } catch {
    return false
  }
}
