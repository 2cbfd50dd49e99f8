// The one home of the package `diff`: long text (function bodies, views) as the lines that differ, with a
// little context, instead of two walls of text.
import { structuredPatch } from 'diff'
import type { Palette } from './colours.ts'

const linesOfContext = 3

/** The hunks of a unified diff from left to right, without file names, a line each. */
export function unifiedDiff(left: string, right: string, palette: Palette): string[] {
  const patch = structuredPatch('left', 'right', left, right, undefined, undefined, { context: linesOfContext })
  return patch.hunks.flatMap((hunk) => {
    const place = `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`
    return [palette.quiet(place)].concat(hunk.lines.map((line) => paint(line, palette)))
  })
}

function paint(line: string, palette: Palette): string {
  if (line.startsWith('-')) return palette.left(line)
  return line.startsWith('+') ? palette.right(line) : line
}
