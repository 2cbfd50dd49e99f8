// Writes docs/pgfold.config.schema.json from the schema that the program itself checks settings with.
import { writeFileSync } from 'node:fs'
import { buildIfStale } from './build.js'

buildIfStale()
const { configJsonSchema } = await import('../dist/settings.js')
const file = new URL('../docs/pgfold.config.schema.json', import.meta.url)
writeFileSync(file, `${JSON.stringify(configJsonSchema(), null, 2)}\n`)
