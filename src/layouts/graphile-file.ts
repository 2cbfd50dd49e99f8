// A committed file of graphile-migrate: lines `--! Key: value`, an empty line, the SQL. Previous names the hash of the
// migration before, and Hash is the SHA-1 of that and the SQL, so that the committed migrations form a chain.
import { createHash } from 'node:crypto'
import { PgfoldError } from '../errors.ts'
import { locate } from '../history/location.ts'
import type { Script } from '../history/migration.ts'
import { linesOf, type Line } from './parts.ts'

/** A header; `offset` is where its line begins. */
interface Header {
  readonly value: string
  readonly offset: number
}

export interface CommittedFile {
  /** `undefined` for the first migration of all. */
  readonly previous: string | undefined
  readonly hash: string
  /** AllowInvalidHash: somebody changed the file and said so; the runner then wants a hash that does not fit. */
  readonly allowsInvalidHash: boolean
  readonly headers: ReadonlyMap<string, Header>
  /** Where the SQL begins in the text. */
  readonly body: number
}

const headerLine = /^--! ([A-Z][a-zA-Z0-9_]*)(?::(.*))?$/u

/** Reads the headers as the runner does. @throws {PgfoldError} `bad-header`, `checksum-mismatch` */
export function parseCommitted(script: Script): CommittedFile {
  const lines = linesOf(script.text)
  const end = lines.findIndex(({ start, end: next }) => !headerLine.test(withoutBreak(script.text.slice(start, next))))
  const headers = headersOf(lines.slice(0, end === -1 ? lines.length : end), script)
  refuseRunOn(lines[end], script)
  const previous = required(headers, 'Previous', script)
  const file: CommittedFile = {
    previous: previous === '-' ? undefined : previous,
    hash: required(headers, 'Hash', script),
    allowsInvalidHash: headers.has('AllowInvalidHash'),
    headers,
    body: lines[end]?.start ?? script.text.length,
  }
  refuseWrongHash(file, script)
  return file
}

/** The hash that the runner computes for SQL behind a migration of the hash `previous`. */
function committedHash(sql: string, previous: string | undefined): string {
  const text = `${`${previous ?? ''}\n${sql.trim()}`.trim()}\n`
  return `sha1:${createHash('sha1').update(text).digest('hex')}`
}

/** A new first file of the chain, with its hash. */
export function firstCommitted(sql: string): { readonly text: string; readonly hash: string } {
  const hash = committedHash(sql, undefined)
  return { hash, text: `--! Previous: -\n--! Hash: ${hash}\n\n${sql.trim()}\n` }
}

/** The same file behind another migration, and its hash then. */
export function committedAfter(script: Script, previous: string): { readonly text: string; readonly hash: string } {
  const file = parseCommitted(script)
  const hash = file.allowsInvalidHash ? file.hash : committedHash(script.text.slice(file.body), previous)
  const head = linesOf(script.text.slice(0, file.body)).map(({ text, start, end }) => {
    const key = headerLine.exec(text)?.[1]
    if (key === 'Previous') return `--! Previous: ${previous}\n`
    return key === 'Hash' ? `--! Hash: ${hash}\n` : script.text.slice(start, end)
  })
  return { hash, text: head.join('') + script.text.slice(file.body) }
}

function headersOf(lines: readonly Line[], script: Script): Map<string, Header> {
  const headers = new Map<string, Header>()
  for (const { text, start } of lines) {
    const [, key = '', value = ''] = headerLine.exec(text) ?? []
    if (headers.has(key)) {
      throw badHeader(`The header ${key} stands twice`, { script, offset: start, hint: 'Remove one of the two.' })
    }
    headers.set(key, { value: value.trim(), offset: start })
  }
  return headers
}

/** Only a line feed ends a header for the runner. */
function withoutBreak(line: string): string {
  return line.replace(/\n$/u, '')
}

function refuseRunOn(line: Line | undefined, script: Script): void {
  const offset = line?.start ?? script.text.length
  const text = withoutBreak(script.text.slice(offset, line?.end))
  // The runner splits at line feeds, so that an empty line follows a last header that has one.
  if (text === '' && script.text.endsWith('\n')) return
  if (text.endsWith('\r') && (text === '\r' || headerLine.test(text.slice(0, -1)))) {
    throw badHeader('The lines end in carriage returns, which graphile-migrate refuses', {
      script,
      offset,
      hint: 'Convert the file to line feeds, and keep Git from changing them: committed/*.sql -text in .gitattributes.',
    })
  }
  throw badHeader('No empty line stands behind the headers', { script, offset, hint: 'Put one before the SQL.' })
}

function required(headers: ReadonlyMap<string, Header>, key: string, script: Script): string {
  const value = headers.get(key)?.value ?? ''
  if (value !== '') return value
  throw badHeader(`The file has no header "--! ${key}:", which a committed migration needs`, {
    script,
    offset: headers.get(key)?.offset ?? 0,
    hint: 'Bring the file back as graphile-migrate committed it.',
  })
}

interface Place {
  readonly script: Script
  readonly offset: number
  readonly hint: string
}

function badHeader(message: string, { script, offset, hint }: Place): PgfoldError {
  return new PgfoldError('bad-header', message, { location: locate(script, offset), hint })
}

function refuseWrongHash(file: CommittedFile, script: Script): void {
  const found = committedHash(script.text.slice(file.body), file.previous)
  if ((found === file.hash) !== file.allowsInvalidHash) return
  const header = file.headers.get(file.allowsInvalidHash ? 'AllowInvalidHash' : 'Hash')
  const message = file.allowsInvalidHash
    ? 'The header AllowInvalidHash stands over SQL whose hash fits'
    : `The hash of the SQL is ${found}: the file was changed since it was committed`
  throw new PgfoldError('checksum-mismatch', message, {
    location: locate(script, header?.offset ?? 0),
    hint: file.allowsInvalidHash
      ? 'Remove the header; graphile-migrate refuses it here.'
      : 'Bring back the file as it was committed; where the change is meant, add the line "--! AllowInvalidHash".',
  })
}
