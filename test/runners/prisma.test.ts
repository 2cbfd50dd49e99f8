import { fileURLToPath } from 'node:url'
import path from 'node:path'
import { expect, test } from 'vitest'
import { readHistory } from '../../src/layouts/read-history.ts'
import { environmentOf } from '../cutover/project.ts'
import { folderWith } from '../layouts/folders.ts'
import { urlOf } from '../support/url.ts'
import { useRunner } from './harness.ts'
import { runInstalled } from './run-program.ts'
import type { Place } from './run-program.ts'

const settings = fileURLToPath(new URL('prisma.config.ts', import.meta.url))

/** `prisma migrate ARGUMENTS`, which is not to fetch an engine: it needs none, and takes any file for it. */
function prismaMigrate(args: readonly string[], { root, env }: Place): Promise<string> {
  const engine = { PRISMA_QUERY_ENGINE_LIBRARY: process.execPath, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath }
  const quiet = { CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1', PRISMA_PROJECT: root }
  return runInstalled('prisma', ['migrate', ...args, '--config', settings], {
    root,
    env: { ...env, ...engine, ...quiet },
  })
}

const claims = useRunner({
  folder: 'prisma/migrations',
  migrate: (place) => prismaMigrate(['deploy'], place),
  tracking: `select migration_name, checksum, finished_at is null as failed, applied_steps_count
    from public._prisma_migrations order by started_at`,
  next: () => ({
    'prisma/migrations/99991231235959_next/migration.sql': 'CREATE TABLE public.next_one (id int);\n',
  }),
})

const project = {
  'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n  url = "postgres://elsewhere"\n}\n',
  'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
  'prisma/migrations/0_init/migration.sql': `-- CreateEnum; as Prisma writes it
CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN');

-- CreateTable
CREATE TABLE "User" ("id" SERIAL NOT NULL, "email" TEXT NOT NULL, "role" "Role" NOT NULL DEFAULT 'USER',
  CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
INSERT INTO "User" ("email") VALUES ('a;b');
CREATE SCHEMA other; SET search_path TO other, public;`,
  'prisma/migrations/20240102030405_touch/migration.sql': `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN NEW.email := lower(NEW.email); RETURN NEW; END; $$;
CREATE TRIGGER touch BEFORE UPDATE ON "User" FOR EACH ROW EXECUTE FUNCTION touch();`,
  'prisma/migrations/20240102030405_twin/migration.sql': `CREATE INDEX CONCURRENTLY "User_email" ON "User" ("email");\n`,
  'prisma/migrations/20240102030406_last/migration.sql': 'ALTER TABLE "User" ADD COLUMN "note" TEXT;\n',
}

// The program takes seconds to start, and each claim starts it.
const timeout = 600_000

test('each file as one query on the same connection; newer migrations stay', { timeout }, () =>
  claims.hold(project, { to: '20240102030405_twin' }),
)

test(
  'what Prisma records, and how a database at the line goes over to the consolidated migration',
  { timeout },
  async () => {
    const root = await folderWith(project)
    const original = await claims.build(root)
    const { migrations } = await readHistory(path.join(root, 'prisma/migrations'))
    expect(await claims.recorded(original)).toEqual(
      migrations.map(({ folder, checksum }) => {
        return { migration_name: folder, checksum, failed: false, applied_steps_count: 1 }
      }),
    )

    await claims.equalsAfterArchive(original, root)
    const place = { root, env: { ...environmentOf(original.address), DATABASE_URL: urlOf(original.address) } }
    await prismaMigrate(['resolve', '--applied', '20240102030406_consolidated_schema'], place)
    const resolved = await claims.recorded(original)
    expect(await prismaMigrate(['deploy'], place)).toContain('No pending migrations to apply')
    expect(await claims.recorded(original)).toEqual(resolved)
  },
)
