import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { archive } from '../../src/commands/archive.ts'
import { apply } from '../../src/commands/apply.ts'
import { rollback } from '../../src/commands/rollback.ts'
import { verify } from '../../src/commands/verify.ts'
import { createProject, shop } from './project.ts'
import type { Project } from './project.ts'

let project: Project
beforeAll(async () => {
  project = await createProject(shop)
})
afterAll(() => project.remove())

it.each([
  ['apply', apply],
  ['rollback', rollback],
  ['verify', verify],
  ['archive', archive],
] as const)('%s refuses files that were edited after the proof, before it connects', async (_name, command) => {
  await appendFile(join(project.consolidated, 'up.sql'), '-- by hand\n')
  const options = { ...project, lockTimeout: '1s', env: { PGHOST: '/nowhere' } }
  await expect(command(options)).rejects.toMatchObject({
    code: 'edited-by-hand',
    exitCode: 1,
    details: [expect.stringContaining('up.sql')],
  })
})

it('says what to do where there is no consolidated schema, or a manifest of something else', async () => {
  const missing = { ...project, consolidated: join(project.root, 'none') }
  await expect(verify({ ...missing, env: {} })).rejects.toMatchObject({
    code: 'no-consolidated-schema',
    hint: expect.stringContaining('pgfold consolidate') as string,
  })
  for (const text of ['{}', 'null', '{"format":2}', '{"format":1,"line":"1"}', 'no json']) {
    await writeFile(join(project.consolidated, 'manifest.json'), text)
    await expect(verify({ ...project, env: {} })).rejects.toMatchObject({ code: 'bad-manifest', exitCode: 2 })
  }
})
