import { defineConfig, mergeConfig } from 'vitest/config'
import { filesLeftOut } from './test/support/share.ts'
import base from './vitest.config.ts'

// The runners themselves, from npm, against what pgfold makes of their histories.
export default mergeConfig(
  { ...base, test: { ...base.test, include: [], exclude: [] } },
  defineConfig({ test: { include: ['test/runners/**/*.test.ts'], exclude: [...filesLeftOut('test/runners')] } }),
)
