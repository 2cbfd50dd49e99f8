import { configDefaults, defineConfig } from 'vitest/config'
import { HeavyFirst } from './test/support/heavy-first.ts'
import { temporaryFolder } from './test/support/temporary-folder.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/runners/**', 'test/faults/**', ...configDefaults.exclude], // npm run test:runners, npm run test:faults
    env: { ...temporaryFolder() },
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    sequence: { sequencer: HeavyFirst },
  },
})
