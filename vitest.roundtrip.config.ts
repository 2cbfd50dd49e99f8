import { defineConfig } from 'vitest/config'
import { serversFolder } from './scripts/fetch-servers.js'
import base from './vitest.config.ts'

// The bench of round trips: every version is a project of its own, so that two of them run side by side. The short
// form takes the database with everything on the oldest version and on one between those that the tests run on.
const servers = ['installed:14', 'installed:15', 'installed:16', 'installed:17', 'embedded']
const isShort = process.env['PGFOLD_ROUND_TRIP_SHORT'] !== undefined
const everythingOn = isShort ? ['installed:14', 'installed:17'] : servers

export default defineConfig({
  test: {
    ...base.test,
    include: [],
    projects: servers.map((server) => ({
      extends: true as const,
      test: {
        name: server,
        include: ['test/round-trip/*.bench.ts'],
        exclude: [
          ...(server === 'embedded' ? ['test/round-trip/versions.bench.ts'] : []),
          ...(everythingOn.includes(server) ? [] : ['test/round-trip/everything.bench.ts']),
        ],
        env: { ...base.test?.env, PGFOLD_ROUND_TRIP: server, PGFOLD_SERVERS: serversFolder() },
      },
    })),
  },
})
