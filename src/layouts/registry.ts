// The layouts, in the order in which they are tried and listed. A new runner is one file and one line here.
import { atlas } from './atlas.ts'
import { dbmate } from './dbmate.ts'
import { diesel } from './diesel.ts'
import { drizzle } from './drizzle.ts'
import { flyway } from './flyway.ts'
import { golangMigrate } from './golang-migrate.ts'
import { goose } from './goose.ts'
import { graphileMigrate } from './graphile-migrate.ts'
import { hasura } from './hasura.ts'
import { knex } from './knex.ts'
import { kysely } from './kysely.ts'
import type { Layout } from './layout.ts'
import { liquibase } from './liquibase.ts'
import { morph } from './morph.ts'
import { nodePgMigrate } from './node-pg-migrate.ts'
import { numbered } from './numbered.ts'
import { plain } from './plain.ts'
import { postgrator } from './postgrator.ts'
import { prisma } from './prisma.ts'
import { refinery } from './refinery.ts'
import { sqitch } from './sqitch.ts'
import { sqlx } from './sqlx.ts'
import { supabase } from './supabase.ts'
import { temporal } from './temporal.ts'
import { tern } from './tern.ts'
import { typeorm } from './typeorm.ts'
import { umzug } from './umzug.ts'

export const layouts: readonly Layout[] = [
  hasura,
  atlas,
  dbmate,
  diesel,
  drizzle,
  flyway,
  golangMigrate,
  goose,
  graphileMigrate,
  knex,
  kysely,
  liquibase,
  morph,
  nodePgMigrate,
  postgrator,
  prisma,
  refinery,
  sqitch,
  sqlx,
  supabase,
  temporal,
  tern,
  typeorm,
  umzug,
  numbered,
  plain,
]
