// Enum types: the labels and their order, whatever the sort order that the server keeps.
import { changed, extra, missing, reader } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const enums: KindMutations = {
  kind: 'enum',
  schema: `
    CREATE SCHEMA st_enum;
    CREATE TYPE st_enum.mood AS ENUM ('sad', 'ok', 'happy');
    CREATE TYPE st_enum.none AS ENUM ();`,
  mutations: [
    {
      name: 'ADD VALUE at the end',
      sql: `ALTER TYPE st_enum.mood ADD VALUE 'elated'`,
      expected: [changed('enum', 'st_enum.mood', 'labels')],
    },
    {
      name: 'ADD VALUE BEFORE',
      sql: `ALTER TYPE st_enum.mood ADD VALUE 'fair' BEFORE 'happy'`,
      expected: [changed('enum', 'st_enum.mood', 'labels')],
    },
    {
      name: 'RENAME VALUE',
      sql: `ALTER TYPE st_enum.mood RENAME VALUE 'ok' TO 'fine'`,
      expected: [changed('enum', 'st_enum.mood', 'labels')],
    },
    {
      name: 'another order',
      sql: `DROP TYPE st_enum.mood; CREATE TYPE st_enum.mood AS ENUM ('sad', 'happy', 'ok')`,
      expected: [changed('enum', 'st_enum.mood', 'labels')],
    },
    {
      name: 'OWNER TO',
      sql: `ALTER TYPE st_enum.mood OWNER TO ${reader}`,
      expected: [changed('enum', 'st_enum.mood', 'owner', 'owners')],
    },
    {
      name: 'RENAME TO',
      sql: 'ALTER TYPE st_enum.mood RENAME TO feeling',
      expected: [extra('enum', 'st_enum.feeling'), missing('enum', 'st_enum.mood')],
    },
    { name: 'DROP', sql: 'DROP TYPE st_enum.none', expected: [missing('enum', 'st_enum."none"')] },
  ],
  harmless: [
    { name: 'recreated', sql: `DROP TYPE st_enum.mood; CREATE TYPE st_enum.mood AS ENUM ('sad', 'ok', 'happy')` },
    {
      name: 'a label added later in between',
      sql: [
        `DROP TYPE st_enum.mood; CREATE TYPE st_enum.mood AS ENUM ('sad', 'happy')`,
        `ALTER TYPE st_enum.mood ADD VALUE 'ok' BEFORE 'happy'`,
      ],
    },
  ],
}
