// The tables in which runners record what they applied, for the databases of which nobody says what built them. A name
// alone is not enough, since `migrations` may be a user's own table: the columns have to be exactly those that the
// runner makes. Runners that changed theirs over the years have a line for each form.

/** One form of a runner's table. */
export interface TrackingTable {
  readonly runner: string
  readonly table: string
  /** All of its columns, separated by blanks; with `wholeSchema` some of them. */
  readonly columns: string
  /** The schema that the runner makes for its tables; it goes with them where nothing else is in it. */
  readonly ownSchema?: string
  /** The schema that is the runner's with all that is in it, where it has this table. */
  readonly wholeSchema?: string
}

export const runnerTables: readonly TrackingTable[] = [
  { runner: 'Alembic', table: 'alembic_version', columns: 'version_num' },
  {
    runner: 'Atlas',
    table: 'atlas_schema_revisions',
    columns:
      'version description type applied total executed_at execution_time error error_stmt hash partial_hashes operator_version',
    ownSchema: 'atlas_schema_revisions',
  },
  { runner: 'diesel', table: '__diesel_schema_migrations', columns: 'version run_on' },
  { runner: 'Django', table: 'django_migrations', columns: 'id app name applied' },
  { runner: 'Doctrine', table: 'doctrine_migration_versions', columns: 'version executed_at execution_time' },
  {
    runner: 'Drizzle',
    table: '__drizzle_migrations',
    columns: 'id hash created_at',
    ownSchema: 'drizzle',
  },
  {
    runner: 'Drizzle',
    table: '__drizzle_migrations',
    columns: 'id hash created_at name applied_at',
    ownSchema: 'drizzle',
  },
  { runner: 'Ecto', table: 'schema_migrations', columns: 'version inserted_at' },
  { runner: 'EF Core', table: '__EFMigrationsHistory', columns: 'MigrationId ProductVersion' },
  {
    runner: 'Flyway',
    table: 'flyway_schema_history',
    columns: 'installed_rank version description type script checksum installed_by installed_on execution_time success',
  },
  { runner: 'golang-migrate', table: 'schema_migrations', columns: 'version dirty' },
  { runner: 'goose', table: 'goose_db_version', columns: 'id version_id is_applied tstamp' },
  {
    runner: 'graphile-migrate',
    table: 'migrations',
    columns: 'hash previous_hash filename date',
    ownSchema: 'graphile_migrate',
  },
  {
    runner: 'graphile-migrate',
    table: 'current',
    columns: 'filename content date',
    ownSchema: 'graphile_migrate',
  },
  { runner: 'Hasura', table: 'hdb_version', columns: 'hasura_uuid', wholeSchema: 'hdb_catalog' },
  { runner: 'Hasura', table: 'schema_migrations', columns: 'version dirty', wholeSchema: 'hdb_catalog' },
  { runner: 'knex', table: 'knex_migrations', columns: 'id name batch migration_time' },
  { runner: 'knex', table: 'knex_migrations_lock', columns: 'index is_locked' },
  { runner: 'kysely', table: 'kysely_migration', columns: 'name timestamp' },
  { runner: 'kysely', table: 'kysely_migration_lock', columns: 'id is_locked' },
  { runner: 'Laravel', table: 'migrations', columns: 'id migration batch' },
  {
    runner: 'Liquibase',
    table: 'databasechangelog',
    columns:
      'id author filename dateexecuted orderexecuted exectype md5sum description comments tag liquibase contexts labels deployment_id',
  },
  {
    runner: 'Liquibase',
    table: 'databasechangeloglock',
    columns: 'id locked lockgranted lockedby',
  },
  { runner: 'MikroORM', table: 'mikro_orm_migrations', columns: 'id name executed_at' },
  { runner: 'morph', table: 'db_migrations', columns: 'version name' },
  { runner: 'morph', table: 'db_lock', columns: 'id expireat' },
  { runner: 'node-pg-migrate', table: 'pgmigrations', columns: 'id name run_on' },
  {
    runner: 'Phinx',
    table: 'phinxlog',
    columns: 'version migration_name start_time end_time breakpoint',
  },
  {
    runner: 'pgmigrate',
    table: 'pgmigrate_migrations',
    columns: 'id checksum execution_time_in_millis applied_at',
  },
  { runner: 'pgroll', table: 'migrations', columns: 'schema name parent', wholeSchema: 'pgroll' },
  { runner: 'postgrator', table: 'schemaversion', columns: 'version name md5 run_at' },
  { runner: 'postgres-migrations', table: 'migrations', columns: 'id name hash executed_at' },
  {
    runner: 'Prisma',
    table: '_prisma_migrations',
    columns: 'id checksum finished_at migration_name logs rolled_back_at started_at applied_steps_count',
  },
  { runner: 'Rails or dbmate', table: 'schema_migrations', columns: 'version' },
  { runner: 'Rails', table: 'ar_internal_metadata', columns: 'key value created_at updated_at' },
  { runner: 'refinery', table: 'refinery_schema_history', columns: 'version name applied_on checksum' },
  { runner: 'Sequelize or umzug', table: 'SequelizeMeta', columns: 'name' },
  { runner: 'Sequelize or umzug', table: 'SequelizeMeta', columns: 'name createdAt updatedAt' },
  { runner: 'Sequelize', table: 'SequelizeData', columns: 'name' },
  {
    runner: 'Sourcegraph',
    table: 'migration_logs',
    columns:
      'id migration_logs_schema_version schema version up started_at finished_at success error_message backfilled',
  },
  { runner: 'sqitch', table: 'changes', columns: 'change_id planned_at', wholeSchema: 'sqitch' },
  {
    runner: 'sqlx',
    table: '_sqlx_migrations',
    columns: 'version description installed_on success checksum execution_time',
  },
  {
    runner: 'Supabase',
    table: 'schema_migrations',
    columns: 'version statements name',
    ownSchema: 'supabase_migrations',
  },
  { runner: 'Supabase', table: 'seed_files', columns: 'path hash', ownSchema: 'supabase_migrations' },
  {
    runner: 'Temporal',
    table: 'schema_version',
    columns: 'version_partition db_name creation_time curr_version min_compatible_version',
  },
  {
    runner: 'Temporal',
    table: 'schema_update_history',
    columns: 'version_partition year month update_time description manifest_md5 new_version old_version',
  },
  { runner: 'tern', table: 'schema_version', columns: 'version' },
  { runner: 'TypeORM', table: 'migrations', columns: 'id timestamp name' },
]
