// `npm run bench`: how fast pgfold is, each figure beside a peer measured in the same run on the same machine.
// Ratios are what counts; absolute times belong to the machine, so a goal that was missed is marked in the table and
// nothing fails. `-- --short` takes fewer runs and leaves the largest databases out (CI).
import { existsSync } from 'node:fs'
import { benchCompare } from './compare.js'
import { benchQueries } from './queries.js'
import { benchReplay } from './replay.js'
import { benchStart } from './start.js'
import { table } from './table.js'

const short = process.argv.includes('--short')
const runs = short ? 3 : 11
const tables = 1000
const sizes = short ? [tables] : [tables, 10 * tables]

const rows = []
for (const bench of [benchStart, benchQueries, benchReplay, benchCompare])
  rows.push(...(await bench({ runs, tables, sizes })))
console.log(table(rows))

// The database that PostgreSQL's own suite leaves: made from Debian's source package, where there is one.
if (!short && existsSync('/usr/bin/apt-get')) await import('./regression.js')
