// Bytes and texts from disk, with an error for what cannot be read. SQL files are UTF-8, strictly: a byte that is not
// would reach the server as another character.
import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { PgfoldError, type Location } from '../errors.ts'
import { maskSecrets } from '../history/mask-secrets.ts'
import type { Script } from '../history/migration.ts'
import type { Finding } from '../model/finding.ts'
import type { Files } from './layout.ts'

/** The contents below `root`, and a file as a script with what is odd about it. */
export interface ScriptFiles extends Files {
  /** @throws {PgfoldError} `not-readable`, `not-utf8` */
  examined(path: string): Promise<{ readonly script: Script; readonly findings: readonly Finding[] }>
}

/** Reads files below `root` when they are asked for, each once. */
export function openFiles(root: string): ScriptFiles {
  const known = new Map<string, Promise<Buffer>>()
  const shown = (file: string): string => shownPath(path.join(root, file))
  const bytes = (file: string): Promise<Buffer> => {
    const reading =
      known.get(file) ??
      readFile(path.join(root, file)).catch((error: unknown) => {
        throw notReadable(shown(file), error)
      })
    known.set(file, reading)
    return reading
  }
  const decoded = async (file: string): Promise<string> => decode(await bytes(file), shown(file))
  const examined: ScriptFiles['examined'] = async (file) => {
    const text = await decoded(file)
    const sha256 = createHash('sha256')
      .update(await bytes(file))
      .digest('hex')
    const script = { file: shown(file), text: withoutMark(text), sha256 }
    return { script, findings: text === script.text ? [] : [markFinding(script.file)] }
  }
  const script = async (file: string): Promise<Script> => (await examined(file)).script
  return { bytes, text: async (file) => (await script(file)).text, script, examined }
}

function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/u, '')
}

function markFinding(subject: string): Finding {
  const message = 'begins with a byte order mark, which was left out'
  return { code: 'byte-order-mark', severity: 'info', subject, message }
}

/** Relative to the working directory where the file lies below it. */
export function shownPath(file: string): string {
  const relative = path.relative(process.cwd(), file)
  return relative === '' || relative.startsWith('..') || path.isAbsolute(relative) ? file : relative
}

/** What a failed look at a file or folder is to a person. */
export function notReadable(shown: string, cause: unknown): PgfoldError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'it does not exist',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EISDIR: 'it is a folder',
  }
  return new PgfoldError('not-readable', `Cannot read ${shown}: ${reasons[code] ?? code}`, {
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
