import { configDefaults, defineConfig } from 'vitest/config'
import { HeavyFirst } from './test/support/heavy-first.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/runners/**', ...configDefaults.exclude], // npm run test:runners
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    sequence: { sequencer: HeavyFirst },
  },
})
