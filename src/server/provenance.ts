// Which migration made each object: an event trigger (manual, "Event Triggers") on the scratch database notes,
// after every command that defines something, the addresses that pg_event_trigger_ddl_commands() names, and how many
// columns and which parts a relation has by then. Where the replay is stands in a setting of the session. All of it lies
// in a schema of its own and is gone before anyone reads the database.
import type { Finding } from '../model/finding.ts'
import { quoteLiteral } from '../sql/quote.ts'
import type { Database } from './database.ts'

/** Where a migration made or changed an object. */
export interface Origin {
  /** `0001_create_users`. */
  readonly migration: string
  readonly file: string
  readonly line: number
}

/** What is known of the object at one catalog address. */
export interface ObjectOrigin {
  /** `pg_class` */
  readonly catalog: string
  readonly oid: number
  readonly subid: number
  readonly created: Origin | undefined
  /** The last change after it was created. */
  readonly changed: Origin | undefined
}

/** Begins to record. Event triggers take a superuser: without one nothing is recorded, and a finding says so. */
export async function startProvenance(database: Database): Promise<readonly Finding[]> {
  const [user] = await database.query<{ superuser: boolean }>(
    'select rolsuper as superuser from pg_catalog.pg_roles where rolname = current_user',
  )
  if (user?.superuser === true) {
    await database.execute([asleep, recorder, awake].join(';\n'))
    return []
  }
  return [
    {
      code: 'no-provenance',
      severity: 'info',
      subject: database.serverLabel,
      message: 'the scratch role is no superuser, so up.sql does not say which migration made an object',
    },
  ]
}

/** The statement that says where the replay is. SET is taken anywhere and needs no snapshot. */
export function provenanceMark(origin: Origin): string {
  const { migration, file, line } = origin
  return `SET pgfold.at = ${quoteLiteral(JSON.stringify({ migration, file, line }))}`
}

/** Ends recording, removes every trace of it, and answers what was recorded. Empty where nothing was. */
export async function finishProvenance(database: Database): Promise<readonly ObjectOrigin[]> {
  const [found] = await database.query<{ exists: boolean }>(
    "select pg_catalog.to_regclass('pgfold_provenance.log') is not null as exists",
  )
  const rows = found?.exists === true ? await readRecords(database) : []
  if (found?.exists === true) await database.execute([asleep, removal, awake].join(';\n'))
  await database.execute('RESET pgfold.at')
  return rows.map(({ catalog, oid, subid, created, changed }) => ({
    catalog,
    oid,
    subid,
    created: created ?? undefined,
    changed: changed ?? undefined,
  }))
}

async function readRecords(database: Database): Promise<readonly Row[]> {
  await database.execute(['reset pgfold.at', asleep, index, awake].join(';\n'))
  return database.query<Row>(records)
}

interface Row {
  readonly catalog: string
  readonly oid: number
  readonly subid: number
  readonly created: Origin | null
  readonly changed: Origin | null
}

// The first command that named an object created it, if it was one that creates; the last other one changed it. A part of
// a relation came with the first command behind which the relation had it: as many columns, or an oid that high.
const index = `
create index on pgfold_provenance.log (classid, objid, place);
analyze pgfold_provenance.log`

// CREATE INDEX on a partitioned table names that one index alone, and makes one on each partition that is there.
const withParent = `(
    select origin from pgfold_provenance.log
    where classid = 'pg_catalog.pg_class'::regclass and creates and objid > indrelid and objid <> indexrelid
      and objid in (select relid from pg_catalog.pg_partition_ancestors(indexrelid) as ancestor (relid))
    order by place limit 1)`

const records = `
with first as (
  select distinct on (classid, objid, objsubid) classid, objid, objsubid, origin
  from pgfold_provenance.log
  order by classid, objid, objsubid, place
), named as (
  select classid, objid, objsubid, case when bool_or(creates and log.origin = first.origin) then first.origin end as created
  from first join pgfold_provenance.log using (classid, objid, objsubid)
  group by classid, objid, objsubid, first.origin
), changed as (
  select distinct on (classid, objid, objsubid) classid, objid, objsubid, log.origin as changed
  from named join pgfold_provenance.log using (classid, objid, objsubid)
  where log.origin is distinct from named.created
  order by classid, objid, objsubid, place desc
), part (classid, objid, objsubid, created) as (
  select 'pg_class'::regclass::oid, attrelid, attnum::int, ${firstWith('pg_class', 'attrelid', 'columns', 'attnum')}
  from pg_catalog.pg_attribute where attrelid in (${logged('pg_class')}) and attnum > 0 and not attisdropped
  union all select 'pg_attrdef'::regclass, oid, 0, ${firstWith('pg_class', 'adrelid', 'highest', 'pg_attrdef.oid')}
  from pg_catalog.pg_attrdef where adrelid in (${logged('pg_class')})
  union all select 'pg_constraint'::regclass, oid, 0, ${firstWith('pg_class', 'conrelid', 'highest', 'pg_constraint.oid')}
  from pg_catalog.pg_constraint where conrelid in (${logged('pg_class')})
  union all select 'pg_constraint'::regclass, oid, 0, ${firstWith('pg_type', 'contypid', 'highest', 'pg_constraint.oid')}
  from pg_catalog.pg_constraint where contypid in (${logged('pg_type')})
  union all select 'pg_class'::regclass, indexrelid, 0,
    coalesce(${withParent}, ${firstWith('pg_class', 'indrelid', 'highest', 'indexrelid')})
  from pg_catalog.pg_index where indrelid in (${logged('pg_class')})
)
select
  class.relname as catalog,
  objid as oid,
  objsubid as subid,
  coalesce(named.created, part.created)::pg_catalog.json as created,
  changed.changed::pg_catalog.json as changed
from named
full join part using (classid, objid, objsubid)
left join changed using (classid, objid, objsubid)
join pg_catalog.pg_class as class on class.oid = classid
where coalesce(named.created, part.created, changed.changed) is not null
order by class.relname, objid, objsubid`

function logged(catalog: string): string {
  return `select objid from pgfold_provenance.log where classid = 'pg_catalog.${catalog}'::regclass and origin is not null`
}

function firstWith(catalog: string, owner: string, count: string, least: string): string {
  return `(
    select origin from pgfold_provenance.log
    where classid = 'pg_catalog.${catalog}'::regclass and log.objid = ${owner} and ${count} >= ${least}
    order by place limit 1)`
}

// What a relation or a domain has that was made with it or later: the highest oid.
const highestPart = `case
    when c.object_type in ('table', 'foreign table') then greatest(
      (select max(oid) from pg_attrdef where adrelid = c.objid),
      (select max(oid) from pg_constraint where conrelid = c.objid),
      (select max(indexrelid) from pg_index where indrelid = c.objid))
    when c.object_type in ('type', 'domain') then (select max(oid) from pg_constraint where contypid = c.objid) end`

// One INSERT for each command, since a history has thousands of them; what it means is worked out in the end. The
// function runs as its owner, whoever the history has become by SET ROLE, and the trigger is ENABLE ALWAYS, since a
// history may set session_replication_role. What is noted in a transaction that is rolled back goes with it. A history
// that drops the schema takes the trigger along, so nothing is left to fail. What was there before has no origin.
const recorder = `
create schema pgfold_provenance;
create table pgfold_provenance.log (
  place bigint generated always as identity,
  classid oid not null,
  objid oid not null,
  objsubid int not null,
  creates boolean not null,
  origin text,
  columns int,
  highest oid
);
set local search_path to pg_catalog, pg_temp;
insert into pgfold_provenance.log (classid, objid, objsubid, creates, columns, highest)
select c.classid, c.objid, 0, false, c.columns, ${highestPart}
from (
  select 'pg_class'::regclass::oid, oid, relnatts, 'table' from pg_class
  where oid >= 16384 and relnamespace <> 'pgfold_provenance'::regnamespace
  union all select 'pg_type'::regclass, oid, null, 'domain' from pg_type where oid >= 16384 and typtype = 'd'
) as c (classid, objid, columns, object_type);
create function pgfold_provenance.note() returns event_trigger
language plpgsql security definer set search_path to pg_catalog, pg_temp as $note$
declare
  here text := nullif(current_setting('pgfold.at', true), '');
begin
  if here is null then return; end if;
  insert into pgfold_provenance.log (classid, objid, objsubid, creates, origin, columns, highest)
  select c.classid, c.objid, c.objsubid, c.command_tag ~ '^(CREATE|SELECT INTO|IMPORT)', here,
    (select relnatts from pg_class where c.classid = 'pg_class'::regclass and oid = c.objid), ${highestPart}
  from pg_event_trigger_ddl_commands() as c
  where c.objid is not null and not c.in_extension
    and c.command_tag not in ('COMMENT', 'SECURITY LABEL') and c.schema_name is distinct from 'pg_temp';
end
$note$;
create event trigger pgfold_provenance on ddl_command_end execute function pgfold_provenance.note();
alter event trigger pgfold_provenance enable always`

const removal = `
drop event trigger pgfold_provenance;
set local client_min_messages to warning;
drop schema pgfold_provenance cascade`

// Other event triggers are asleep meanwhile, each put back as it was: one on sql_drop would note what is dropped
// here. Commands on event triggers fire none. Sent together, all of it is one transaction.
const asleep = `
do $asleep$
declare
  other record;
begin
  for other in select oid, evtname, evtenabled from pg_catalog.pg_event_trigger where evtenabled <> 'D' order by oid loop
    perform pg_catalog.set_config('pgfold.trigger_' || other.oid, other.evtenabled::text, true);
    execute pg_catalog.format('alter event trigger %I disable', other.evtname);
  end loop;
end
$asleep$`

const awake = `
do $awake$
declare
  other record;
begin
  for other in select oid, evtname from pg_catalog.pg_event_trigger order by oid loop
    case pg_catalog.current_setting('pgfold.trigger_' || other.oid, true)
      when 'O' then execute pg_catalog.format('alter event trigger %I enable', other.evtname);
      when 'R' then execute pg_catalog.format('alter event trigger %I enable replica', other.evtname);
      when 'A' then execute pg_catalog.format('alter event trigger %I enable always', other.evtname);
      else null;
    end case;
  end loop;
end
$awake$`
