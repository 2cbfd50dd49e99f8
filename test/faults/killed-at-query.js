// Runs a command of the built program and kills its own process with SIGKILL at the n-th query behind the one that opens
// the transaction of the cutover: `before` it is sent, or `behind`, when the server may be at work on it.
import { Client } from 'pg'
import { adopt } from '../../dist/commands/adopt.js'
import { apply } from '../../dist/commands/apply.js'
import { rollback } from '../../dist/commands/rollback.js'
import { undoAdopt } from '../../dist/commands/undo-adopt.js'

const [command, when, step, options] = process.argv.slice(2)
const die = () => process.kill(process.pid, 'SIGKILL')
let left = Number(step)
let isOpen = false
const { query } = Client.prototype
Client.prototype.query = function (...words) {
  const text = typeof words[0] === 'string' ? words[0] : (words[0]?.text ?? '')
  isOpen ||= text.includes('pg_try_advisory_xact_lock')
  if (text.includes('pg_blocking_pids')) return query.apply(this, words) // only where something takes long
  if (isOpen) left -= 1
  if (isOpen && left === 0 && when === 'before') die()
  const answer = query.apply(this, words)
  if (isOpen && left === 0) setImmediate(die) // by then it is on its way
  return answer
}
const force = (asked) => apply({ ...asked, force: true })
const commands = { adopt, apply, force, rollback, undo: undoAdopt }
await commands[command]({ ...JSON.parse(options), env: {} })
