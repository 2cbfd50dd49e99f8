// A process for the tests to end in every way: opens scratch servers, prints what it made, and waits.
import { openScratchServer } from '../../dist/server/scratch.js'

const [spec, ...roles] = process.argv.slice(2)
const server = await openScratchServer(spec)
const { name, address } = await server.createDatabase()
await server.ensureRoles(roles)
process.stdout.write(`${JSON.stringify({ database: name, folder: address.host })}\n`)
if (process.env.END === 'exit') process.exit(3)
if (process.env.END === 'throw') throw new Error('on purpose')
setInterval(() => undefined, 60_000)
