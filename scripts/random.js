// `npm run random`: random schemas, each folded and put to every witness, on PostgreSQL 18 and 15 side by side.
// `-- --count 500` (so many on each), `-- --seed N` (others; the same seed gives the same ones), `-- --servers
// "embedded installed:15"`. A failure is shrunk, printed with its seed, and written as a case for test/corpus.
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    servers: { type: 'string', default: 'embedded installed:15' },
  },
})
const env = {
  ...process.env,
  PGFOLD_RANDOM_COUNT: values.count,
  PGFOLD_RANDOM_SEED: values.seed,
  PGFOLD_RANDOM_SERVERS: values.servers,
}
const { status } = spawnSync('npx', ['vitest', 'run', 'test/random/random.test.ts'], { env, stdio: 'inherit' })
process.exit(status ?? 1)
