// Which migration made each object: an event trigger (manual, "Event Triggers") on the scratch database notes,
// after every command that defines something, the addresses that pg_event_trigger_ddl_commands() names,
// and the columns, defaults, constraints and indexes of a table it names. Where the replay is stands in a setting of the
// session. All of it lies in a schema of its own and is gone before anyone reads the database.
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
    "select pg_catalog.to_regclass('pgfold_provenance.record') is not null as exists",
  )
  const rows = found?.exists === true ? await database.query<Row>(records) : []
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

interface Row {
  readonly catalog: string
  readonly oid: number
  readonly subid: number
  readonly created: Origin | null
  readonly changed: Origin | null
}

const records = `
  select
    class.relname as catalog,
    record.objid as oid,
    record.objsubid as subid,
    record.created::pg_catalog.json as created,
    record.changed::pg_catalog.json as changed
  from pgfold_provenance.record
  join pg_catalog.pg_class as class on class.oid = record.classid
  order by class.relname, record.objid, record.objsubid`

// The function runs as its owner, whoever the history has become by SET ROLE, and the trigger is ENABLE ALWAYS,
// since a history may set session_replication_role. What is noted in a transaction that is
// rolled back goes with it. A history that drops the schema takes the trigger along, so nothing is left to fail.
const recorder = `
create schema pgfold_provenance;
create table pgfold_provenance.record (
  classid oid not null,
  objid oid not null,
  objsubid int not null,
  created text,
  changed text,
  primary key (classid, objid, objsubid)
);
create function pgfold_provenance.note() returns event_trigger
language plpgsql security definer set search_path to pg_catalog, pg_temp as $note$
declare
  here text := nullif(current_setting('pgfold.at', true), '');
  command record;
  is_new boolean;
begin
  if here is null then return; end if;
  for command in
    select distinct on (c.classid, c.objid, c.objsubid)
      c.classid, c.objid, c.objsubid, c.command_tag ~ '^(CREATE|SELECT INTO|IMPORT)' as creates
    from pg_event_trigger_ddl_commands() as c
    where c.objid is not null and not c.in_extension
      and c.command_tag not in ('COMMENT', 'SECURITY LABEL') and c.schema_name is distinct from 'pg_temp'
    order by c.classid, c.objid, c.objsubid, creates desc
  loop
    insert into pgfold_provenance.record as record (classid, objid, objsubid, created, changed)
    values (command.classid, command.objid, command.objsubid,
      case when command.creates then here end, case when not command.creates then here end)
    on conflict (classid, objid, objsubid) do update set changed = here where record.created is distinct from here;
    if command.classid = 'pg_class'::regclass and command.objsubid = 0 then
      insert into pgfold_provenance.record (classid, objid, objsubid, created)
      select part.*, here from (
        select 'pg_class'::regclass::oid, attrelid, attnum::int from pg_attribute
        where attrelid = command.objid and attnum > 0 and not attisdropped
        union all select 'pg_attrdef'::regclass, oid, 0 from pg_attrdef where adrelid = command.objid
        union all select 'pg_constraint'::regclass, oid, 0 from pg_constraint where conrelid = command.objid
        union all select 'pg_class'::regclass, indexrelid, 0 from pg_index where indrelid = command.objid
      ) as part (classid, objid, objsubid)
      on conflict do nothing;
    elsif command.classid = 'pg_type'::regclass then
      insert into pgfold_provenance.record (classid, objid, objsubid, created)
      select 'pg_constraint'::regclass, oid, 0, here from pg_constraint where contypid = command.objid
      on conflict do nothing;
    end if;
  end loop;
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
