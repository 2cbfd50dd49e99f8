#!/usr/bin/env node
// The one program. An installed package carries dist/; a checkout builds it when a source file is newer,
// so that `npm ci && npx pgfold` works without any install script.
import { existsSync } from 'node:fs'

const checkout = existsSync(new URL('../src/cli/main.ts', import.meta.url))
if (checkout) (await import('../scripts/build.js')).buildIfStale()
const { main } = await import('../dist/cli/main.js')
await main(process.argv.slice(2))
