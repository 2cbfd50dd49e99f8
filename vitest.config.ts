import { configDefaults, defineConfig } from 'vitest/config'
import { HeavyFirst } from './test/support/heavy-first.ts'
import { filesLeftOut } from './test/support/share.ts'
import { temporaryFolder } from './test/support/temporary-folder.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // npm run test:runners, npm run test:faults
    exclude: ['test/runners/**', 'test/faults/**', ...filesLeftOut('test'), ...configDefaults.exclude],
    env: { ...temporaryFolder() },
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    sequence: { sequencer: HeavyFirst },
  },
})
