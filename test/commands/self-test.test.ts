// The self-test passes: every attribute of every kind has a change, and of the changes every twentieth is made here.
// `npm run mutations` makes them all, on two servers, and asks pg_dump as well.
import { expect, it } from 'vitest'
import { selfTest } from '../../src/commands/self-test.ts'
import { kinds } from '../../src/kinds/registry.ts'
import { kindMutations } from '../../src/self-test/registry.ts'
import { heavySpecs } from '../support/servers.ts'

it.each(heavySpecs)('sees what it has to see, and nothing else, on %s', async (scratch) => {
  const result = await selfTest({ scratch, every: 20 })
  expect(result.failures).toEqual([])
  expect(result.passed).toBe(true)
  expect(result.kinds.map(({ kind }) => kind)).toEqual(kinds.map(({ name }) => name))
})

it('tells the changes of one kind apart by name', () => {
  for (const kind of kinds) {
    const own = kindMutations.filter((one) => one.kind === kind.name)
    const names = own.flatMap(({ mutations, harmless }) => [...mutations, ...harmless].map(({ name }) => name))
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  }
})

it('refuses a kind that there is none of', async () => {
  await expect(selfTest({ kinds: ['tabel'] })).rejects.toMatchObject({ code: 'unknown-kind' })
})
