// Two dumps that differ in one entry, and what the judge of `npm run mutations` finds strange in them.
import { judgeDumps } from '../../bench/dump-judge.js'
import type { Expected } from '../../src/self-test/mutation.ts'

export interface Entry {
  /** `type schema name`, as the header says them. */
  readonly header: readonly [type: string, schema: string, name: string]
  readonly owner?: string
  /** On both sides, or on the left and on the right; undefined where it is not there. */
  readonly text: readonly [left: string | undefined, right: string | undefined]
}

export function strangers(entry: Entry, ...expected: Expected[]): readonly string[] {
  return judgeDumps(dumpOf(entry, 0), dumpOf(entry, 1), expected).strangers
}

export function dumpOf({ header: [type, schema, name], owner = 'postgres', text }: Entry, side: 0 | 1): string {
  const head = '--\n-- PostgreSQL database dump\n--\n\nSET client_min_messages = warning;\n\n'
  const body = text[side]
  if (body === undefined) return head
  return `${head}--\n-- Name: ${name}; Type: ${type}; Schema: ${schema}; Owner: ${owner}\n--\n\n${body}\n\n\n`
}

/** A table that gets an option. */
export const stored: Entry = {
  header: ['TABLE', 's', 'a'],
  text: ['CREATE TABLE s.a (\n    id integer\n);', "CREATE TABLE s.a (\n    id integer\n)\nWITH (fillfactor='50');"],
}
