// JSON that a runner keeps beside its migrations, with a place for what is wrong in it.
import { PgfoldError } from '../errors.ts'
import { locate } from '../history/location.ts'
import type { Script } from '../history/migration.ts'

/** An object of JSON, nothing known of its values. */
export type JsonObject = Readonly<Record<string, unknown>>

/** The object in a file. @throws {PgfoldError} `not-json` */
export function parseObject(script: Script): JsonObject {
  const value = parse(script)
  if (isObject(value)) return value
  throw notJson(script, 0, 'It holds no object')
}

/** True for what JSON writes in braces. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parse(script: Script): unknown {
  try {
    return JSON.parse(script.text)
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    const position = /at position (\d+)/u.exec(message)?.[1]
    throw notJson(script, position === undefined ? script.text.length : Number(position), 'It is not JSON', error)
  }
}

function notJson(script: Script, offset: number, why: string, cause?: unknown): PgfoldError {
  return new PgfoldError('not-json', `${why}, so the migrations are not known`, {
    location: locate(script, offset),
    hint: 'Take it from version control as the runner wrote it.',
    cause,
  })
}
