// Indexes that are not valid and that no statement makes so. An index ON ONLY a partitioned table is not valid as long
// as it waits for those of the partitions; made again where none is missing, because its partitions are gone, it is valid
// at once, and so is what a failed CREATE INDEX CONCURRENTLY left (manual, CREATE INDEX, "Building Indexes Concurrently").
import type { Finding } from '../model/finding.ts'
import { isUserSchema } from '../sql/filters.ts'
import type { KindFinding } from './kind.ts'

const query = `
  select coalesce(
    (
      select 'constraint ' || pg_catalog.format('%I.%I.%I', n.nspname, c.relname, con.conname)
      from pg_catalog.pg_constraint as con
      where con.conindid = i.oid and con.contype in ('p', 'u', 'x')),
    'index ' || pg_catalog.format('%I.%I', n.nspname, i.relname)) as subject
  from pg_catalog.pg_index as ix
  join pg_catalog.pg_class as i on i.oid = ix.indexrelid
  join pg_catalog.pg_class as c on c.oid = ix.indrelid
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where not (ix.indisvalid and ix.indisready and ix.indislive)
    and c.relkind in ('r', 'p', 'm')
    and ${isUserSchema('n.nspname')}
    and not exists (
      select
      from pg_catalog.pg_inherits as partition
      where partition.inhparent = c.oid and c.relkind = 'p'
        and not exists (
          select
          from pg_catalog.pg_inherits as attached
          join pg_catalog.pg_index as part on part.indexrelid = attached.inhrelid
          where attached.inhparent = i.oid and part.indrelid = partition.inhrelid and part.indisvalid))`

/** Asked by the kind of indexes; the subject is the key of the index or of the constraint that owns it. */
export const invalidIndexes: KindFinding = { query: () => query, finding: invalidFinding }

function invalidFinding(subject: string): Finding {
  return {
    code: 'index-not-valid',
    severity: 'warning',
    subject,
    message: `the ${subject} is not valid, so that no query uses it; made again it would be valid. REINDEX it; that of a partitioned table drop and create again`,
  }
}
