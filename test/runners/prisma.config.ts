// The settings of Prisma in a project of the tests. Prisma's schema engine is inside its package as WebAssembly and
// reaches the database through a driver adapter. The adapter for pg cuts a script at every semicolon, also inside
// function bodies; the native engine, which most people run, sends it whole, and so does this one.
import path from 'node:path'
import process from 'node:process'
import { PrismaPg } from '@prisma/adapter-pg'
import { defineConfig } from 'prisma/config'

class WholeScripts extends PrismaPg {
  override async connect() {
    const adapter = await super.connect()
    adapter.executeScript = async (script) => {
      await adapter.underlyingDriver().query(script)
    }
    return adapter
  }
}

const folder = path.join(process.env['PRISMA_PROJECT'] ?? '', 'prisma')

export default defineConfig({
  schema: path.join(folder, 'schema.prisma'),
  migrations: { path: path.join(folder, 'migrations') },
  experimental: { adapter: true },
  engine: 'js',
  adapter: async () => new WholeScripts({ connectionString: process.env['DATABASE_URL'] ?? '' }),
})
