// Rows that a person has deleted, so that only that of the line is left: it is the consolidated migration's only where the
// runner would take it for that.
import { afterAll, describe, expect, it } from 'vitest'
import { adopt } from '../../src/commands/adopt.ts'
import { apply } from '../../src/commands/apply.ts'
import { archive } from '../../src/commands/archive.ts'
import { layoutNamed } from '../../src/layouts/choose-layout.ts'
import { quoteName, quotePath } from '../../src/sql/quote.ts'
import { useScratch } from '../support/scratch.ts'
import { urlOf } from '../support/url.ts'
import { createProject, using } from './project.ts'
import type { Project } from './project.ts'

const live = useScratch('embedded')
const projects: Project[] = []
afterAll(() => Promise.all(projects.map((project) => project.remove())))

const [one, two] = ['CREATE TABLE a (id int);', 'CREATE TABLE b (id int);']
const histories = {
  sqlx: {
    'migrations/20240101000000_a.sql': one,
    'migrations/20240102000000_b.sql': two,
    'Cargo.toml': 'sqlx = "0.8"',
  },
  flyway: {
    'migrations/V1__a.sql': one,
    'migrations/V2__b.sql': two,
    'pom.xml': '<artifactId>flyway-core</artifactId>',
  },
  refinery: { 'migrations/V1__a.sql': one, 'migrations/V2__b.sql': two, 'Cargo.toml': 'refinery = "0.8"' },
  postgrator: { 'migrations/001.do.a.sql': one, 'migrations/002.do.b.sql': two },
}

describe.each(Object.entries(histories))('%s', (name, files) => {
  it('stops where its row has the checksum of another file', async () => {
    const project = await createProject(files)
    projects.push(project)
    await archive({ ...project, layout: name })
    const form = layoutNamed(name).records?.[0]
    if (form?.checksum === undefined) throw new Error('the fixture needs a checksum')
    const table = quotePath(form.table.schema, form.table.name)
    const database = await live.database(`CREATE TABLE ${table} (${String(form.definition)})`)
    const { migrations, archived, consolidated, backups } = project
    const common = { db: urlOf(database.address), env: {}, consolidated, lockTimeout: '2s', layout: name }
    await apply({ ...common, folder: { migrations, archived, layout: name }, backups, yes: true })

    const adopted = (): ReturnType<typeof adopt> => adopt({ ...common, migrations, archived })
    expect(await adopted()).toMatchObject({ state: 'adopted', done: false, refusal: null })
    const set = (value: string): Promise<void> =>
      using(database, (db) => db.execute(`UPDATE ${table} SET ${quoteName(form.checksum ?? '')} = ${value}`))
    await set(name === 'flyway' ? '7' : "'07'")
    expect(await adopted()).toMatchObject({ state: 'partial', done: false, refusal: { code: 'partial' } })
    if (name !== 'flyway' && name !== 'postgrator') return
    await set('NULL') // told by a person to pass over it
    expect(await adopted()).toMatchObject({ state: 'adopted', done: false, refusal: null })
  })
})
