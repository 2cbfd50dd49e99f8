// Runs archive or restore of the built program and kills its own process with SIGKILL at the n-th step it
// announces: nothing is cleaned up, as when the machine is switched off.
import { archive } from '../../dist/commands/archive.js'
import { restore } from '../../dist/commands/restore.js'

const [action, step, options] = process.argv.slice(2)
let left = Number(step)
const progress = () => {
  left -= 1
  if (left === 0) process.kill(process.pid, 'SIGKILL')
}
await (action === 'archive' ? archive : restore)({ ...JSON.parse(options), progress })
