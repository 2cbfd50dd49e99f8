// Loaded into a process before its program: the arguments of every process that it starts go to a file, a line of JSON
// for each. A look at /proc would miss those that end at once.
import childProcess from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const file = process.env.PGFOLD_TEST_SPAWNS
const record = (words) => appendFileSync(file, `${JSON.stringify(words)}\n`)

const { spawn } = childProcess.ChildProcess.prototype
childProcess.ChildProcess.prototype.spawn = function (options) {
  record([options.file, ...(options.args ?? [])])
  return spawn.call(this, options)
}
for (const name of ['spawnSync', 'execFileSync', 'execSync']) {
  const original = childProcess[name]
  childProcess[name] = (...words) => {
    record(words.filter((word) => typeof word === 'string' || Array.isArray(word)).flat())
    return original(...words)
  }
}
syncBuiltinESMExports()
