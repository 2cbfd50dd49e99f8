// `npm run roundtrip`: every corpus case and the database with everything, on every version. `-- --short` takes a
// part of the cases on each version, all of them over the versions together; further words go to vitest.
import { spawnSync } from 'node:child_process'
import { fetchServers } from './fetch-servers.js'

const words = process.argv.slice(2)
const isShort = words.includes('--short')
fetchServers()
const args = ['vitest', 'run', '--config', 'vitest.roundtrip.config.ts', ...words.filter((word) => word !== '--short')]
const env = isShort ? { ...process.env, PGFOLD_ROUND_TRIP_SHORT: '1' } : process.env
const { status } = spawnSync('npx', args, { stdio: 'inherit', env, shell: process.platform === 'win32' })
process.exitCode = status ?? 2
