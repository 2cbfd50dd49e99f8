// Where an offset of a script stands in its file. Offsets count UTF-16 units as JavaScript does; lines and
// columns count from 1, columns in characters; PostgreSQL's own positions count characters as well. The line that a
// place shows has its secrets masked: it never enters an error.
import type { Location } from '../errors.ts'
import { maskSecrets } from './mask-secrets.ts'
import type { Script } from './migration.ts'

/** A function from an offset in `script.text` to its place; cheapest when asked in ascending order. */
export function createLocator(script: Script): (offset: number) => Location {
  const source = script.original?.text ?? script.text
  const starts = lineStarts(source)
  const shown = maskSecrets(source)
  const shownStarts = shown === source ? starts : lineStarts(shown)
  let last = { line: 0, offset: 0, column: 1 }
  return (offset) => {
    const at = offsetInFile(script, offset)
    const line = lineIndex(starts, at)
    const start = starts[line] ?? 0
    const from = last.line === line && last.offset <= at && last.offset >= start ? last : { offset: start, column: 1 }
    last = { line, offset: at, column: from.column + countCharacters(source, from.offset, at) }
    const text = shown.slice(shownStarts[line] ?? 0, shownStarts[line + 1] ?? shown.length)
    return { file: script.file, line: line + 1, column: last.column, text: text.trimEnd() }
  }
}

/** The place of one offset. */
export function locate(script: Script, offset: number): Location {
  return createLocator(script)(offset)
}

/** The UTF-16 offset of the character that PostgreSQL counts as `characters` (from 0). */
export function offsetOfCharacter(text: string, characters: number): number {
  let offset = 0
  for (let counted = 0; counted < characters && offset < text.length; counted += 1) {
    offset += isHighSurrogate(text.charCodeAt(offset)) ? 2 : 1
  }
  return offset
}

function countCharacters(text: string, from: number, to: number): number {
  let count = 0
  for (let offset = from; offset < to; offset += isHighSurrogate(text.charCodeAt(offset)) ? 2 : 1) count += 1
  return count
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd8_00 && unit <= 0xdb_ff
}

/** The offset in the script's file of what stands at `offset` of its text. */
export function offsetInFile(script: Script, offset: number): number {
  let shift = 0
  for (const edit of script.original?.edits ?? []) {
    if (offset < edit.offset) break
    if (offset < edit.offset + edit.length) return edit.offset + shift
    shift += edit.replaced - edit.length
  }
  return offset + shift
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (const match of text.matchAll(/\r\n|\n|\r/gu)) starts.push(match.index + match[0].length)
  return starts
}

function lineIndex(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}
