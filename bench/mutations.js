// `npm run mutations`: the changes of `pgfold self-test` once more, with pg_dump as the judge. What changes the text of
// `pg_dump --schema-only` must be seen, and every line of it that is another one must belong to an expected difference.
// On the installed PostgreSQL 15 with its own pg_dump, where the machine has it, and on the embedded server.
// `-- --short` takes every tenth change (CI). Exits 1 where anything was missed or made up.
import { existsSync } from 'node:fs'
import { selfTest } from '../dist/commands/self-test.js'
import { selfTestText } from '../dist/report/self-test-text.js'
import { dumpSchema } from '../dist/server/pg-dump.js'
import { judgeDumps } from './dump-judge.js'

const every = process.argv.includes('--short') ? 10 : 1
const servers = [...(existsSync('/usr/lib/postgresql/15/bin/postgres') ? ['installed:15'] : []), 'embedded']

let isRight = true
for (const scratch of servers) {
  const looks = []
  let before
  const result = await selfTest({
    scratch,
    every,
    progress: (message) => console.error(`${scratch}: ${message}`),
    inspect: async (trial, { unchanged, changed }) => {
      before ??= dumpOf(unchanged)
      const [left, right] = await Promise.all([before, dumpOf(changed)])
      looks.push({
        trial,
        changed: left.text !== right.text,
        program: left.program,
        ...(trial.isHarmless ? { strangers: [], unprinted: [] } : judgeDumps(left.text, right.text, trial.expected)),
      })
    },
  })
  console.log(`${selfTestText(result, { colour: false })}\n${judgement(result, looks)}\n`)
  isRight &&= result.passed && looks.every((look) => look.strangers.length === 0)
}
process.exitCode = isRight ? 0 : 1

function dumpOf(database) {
  return dumpSchema(database, { owners: true, privileges: true, labels: true })
}

function judgement(result, looks) {
  const program = looks[0]?.program
  const changes = looks.filter(({ trial }) => !trial.isHarmless)
  const harmless = looks.filter(({ trial }) => trial.isHarmless)
  const failed = new Set(result.failures.map(({ kind, change }) => `${kind} ${change}`))
  const wrong = (some) => some.filter(({ trial }) => failed.has(`${trial.kind} ${trial.change.name}`)).length
  const noticed = (some) => some.filter(({ changed }) => changed).length
  const strangers = looks.flatMap(({ trial, strangers: lines }) =>
    lines.map((line) => `  ${trial.kind}: ${trial.change.name}: ${line}`),
  )
  const expected = changes.reduce((sum, { trial }) => sum + trial.expected.length, 0)
  const unprinted = countsOf(changes.flatMap((look) => look.unprinted).map(shortened))
  return [
    `changes: ${changes.length}, seen by pgfold ${changes.length - wrong(changes)}, by the text of ${program} ${noticed(changes)}`,
    `harmless: ${harmless.length}, false alarms of pgfold ${wrong(harmless)}, of the text of ${program} ${noticed(harmless)}`,
    `entries of the text with a line that no expected difference names: ${strangers.length}`,
    ...strangers,
    `expected differences: ${expected}; pg_dump does not print ${unprinted.total}:`,
    ...unprinted.lines.map((line) => `  ${line}`),
  ].join('\n')
}

function shortened({ kind, attribute, change }) {
  return `${kind}: ${attribute ?? change}`
}

function countsOf(names) {
  const counts = new Map()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return { total: names.length, lines: [...counts].map(([name, count]) => `${name} (${count})`).toSorted() }
}
