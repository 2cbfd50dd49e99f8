import { defineConfig, mergeConfig } from 'vitest/config'
import base from './vitest.config.ts'

// The heaviest tests once more, on the installed PostgreSQL 15 instead of the embedded server.
export default mergeConfig(
  { ...base, test: { ...base.test, include: [] } },
  defineConfig({
    test: {
      include: [
        'test/corpus.test.ts',
        'test/commands/prelude.test.ts',
        'test/real-input/contrib.test.ts',
        'test/systems/practice.test.ts',
      ],
      env: { PGFOLD_HEAVY_SERVERS: 'installed:15' },
    },
  }),
)
