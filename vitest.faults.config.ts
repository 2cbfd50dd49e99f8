import { defineConfig, mergeConfig } from 'vitest/config'
import { filesLeftOut } from './test/support/share.ts'
import base from './vitest.config.ts'

// Cutovers with something in their way: killed processes, cut connections, others at work on the same database.
export default mergeConfig(
  { ...base, test: { ...base.test, include: [], exclude: [] } },
  defineConfig({ test: { include: ['test/faults/**/*.test.ts'], exclude: [...filesLeftOut('test/faults')] } }),
)
