// What the layouts share whose migrations are files that export `up` and `down`, and whose runner records the name of the
// file and sorts by it.
import { codeSuffix, detectCode, fileNameOf, readCode, sortsBefore, stemOf, type CodeForm } from './code-files.ts'
import { consolidatedCode, type CodeStyle } from './code-text.ts'
import type { ConsolidatedFile, ConsolidatedSql, Layout, Remaining } from './layout.ts'
import type { History } from '../history/migration.ts'
import type { Records } from './records.ts'

/** How the rows name a migration. */
export const recordedByFile: Pick<Records, 'inAnySchema' | 'id' | 'needsFiles' | 'recordedAs' | 'suffix'> = {
  inAnySchema: true,
  id: 'name',
  needsFiles: true,
  recordedAs: ({ path }) => stemOf(path),
  suffix: codeSuffix, // that of what a file was compiled to
}

/** The functions of a layout that find the files and read them. */
export function codeFolder(form: CodeForm): Pick<Layout, 'detect' | 'home' | 'read'> {
  return {
    detect: (folder, surroundings) => detectCode(folder, surroundings, form),
    home: (folder) => folder,
    read: (folder, { files }) => readCode(folder, files, { ...form, sortedBy: fileNameOf }),
  }
}

/** How the consolidated file gets its SQL to the server. */
export interface Sending {
  /** What `up` and `down` are given: a name, and its type. */
  readonly given: readonly [name: string, type: string]
  /** The function `send` of what is given and a text, with what it needs. */
  send(style: CodeStyle & { readonly given: string; readonly text: string; readonly nothing: string }): string
}

/** The consolidated file, which sends its SQL. */
export function sendingFile(
  runner: string,
  { given: [name, type], send }: Sending,
): (folded: History, sql: ConsolidatedSql, remaining: Remaining) => Promise<readonly ConsolidatedFile[]> {
  const write = (style: CodeStyle) => {
    const [given, text, nothing] = style.isTyped
      ? [`${name}: ${type}`, 'sql: string', ': Promise<void>']
      : [name, 'sql', '']
    const side = (which: string): string =>
      style.isModule
        ? `export function ${which}(${given})${nothing} {\n  return send(${name}, ${which}Sql)\n}`
        : `exports.${which} = (${given}) => send(${name}, ${which}Sql)`
    return { head: '', body: [send({ ...style, given, text, nothing }), side('up'), side('down')].join('\n\n') }
  }
  return (folded, sql, remaining) =>
    consolidatedCode(folded, sql, { ...remaining, runner, runsBefore: sortsBefore(fileNameOf), write })
}

/** The lines by which knex lets its driver have a text: `raw` would read the question marks in it. */
export function onConnectionOf(client: string): string {
  return `  const connection = await ${client}.acquireConnection()
  try {
    await connection.query(sql)
  } finally {
    await ${client}.releaseConnection(connection)
  }`
}
