// A small project in a folder of its own: a history, and what consolidate made of it.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { consolidate } from '../../src/commands/consolidate.ts'
import type { Address, Database, ScratchDatabase } from '../../src/server/database.ts'

export interface Project {
  readonly root: string
  readonly migrations: string
  readonly consolidated: string
  readonly archived: string
  readonly backups: string
  remove(): Promise<void>
}

export const shop = {
  'migrations/001_create.sql': `BEGIN;
    CREATE SCHEMA shop;
    CREATE TYPE shop.state AS ENUM ('open', 'paid');
    CREATE TABLE shop.customers (id integer PRIMARY KEY, email varchar(80) NOT NULL, level text DEFAULT 'new');
    CREATE TABLE shop.orders (
      id integer PRIMARY KEY,
      customer_id integer NOT NULL REFERENCES shop.customers,
      state shop.state NOT NULL DEFAULT 'open');
    COMMIT;`,
  'migrations/002_levels.sql': `BEGIN;
    ALTER TABLE shop.customers ADD CONSTRAINT level_known CHECK (level IN ('new', 'old'));
    CREATE INDEX orders_open ON shop.orders (customer_id) WHERE state = 'open';
    CREATE VIEW shop.open_orders AS SELECT id, customer_id FROM shop.orders WHERE state = 'open';
    INSERT INTO shop.customers VALUES (1, 'first@example.com', 'old');
    COMMIT;`,
  'migrations/rollbacks/002_rollback_levels.sql': 'DROP VIEW shop.open_orders;\n',
}

export const hasuraShop = {
  'migrations/shop/1700000000000_create/up.sql':
    'CREATE SCHEMA shop; CREATE TABLE shop.customers (id integer PRIMARY KEY);',
  'migrations/shop/1700000000000_create/down.sql': 'DROP SCHEMA shop CASCADE;',
  'migrations/shop/1700000000000_create/notes/why.md': 'customers come first\n',
  'migrations/shop/1700000001000_email/up.sql': 'ALTER TABLE shop.customers ADD email text;',
  'migrations/shop/1700000001000_email/down.sql': 'ALTER TABLE shop.customers DROP email;',
}

/** Writes the files and folds them; `later` is written after that. */
export async function createProject(
  files: Readonly<Record<string, string>>,
  later: Readonly<Record<string, string>> = {},
): Promise<Project> {
  const root = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
  const paths = {
    root,
    migrations: join(root, 'migrations'),
    consolidated: join(root, 'consolidated'),
    archived: join(root, 'archived'),
    backups: join(root, 'backups'),
  }
  await writeFiles(root, files)
  const { proved } = await consolidate({ history: paths.migrations, out: paths.consolidated })
  if (!proved) throw new Error('the fixture is not proved')
  await writeFiles(root, later)
  return { ...paths, remove: () => rm(root, { recursive: true, force: true }) }
}

export async function writeFiles(root: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
}

/** The environment that leads to a database, as a user would set it. */
export function environmentOf({ host, port, user, database }: Address): Record<string, string> {
  return { PGHOST: host, PGPORT: String(port), PGUSER: user, PGDATABASE: database }
}

/** Runs `use` on a connection of its own. */
export async function using<Result>(
  database: ScratchDatabase,
  use: (db: Database) => Promise<Result>,
): Promise<Result> {
  const db = await database.connect()
  try {
    return await use(db)
  } finally {
    await db.close()
  }
}
