// Of the runners that keep more than one table: the tables, and what adopt makes of their rows.
import { expect } from 'vitest'

export const one = 'CREATE TABLE a (id int PRIMARY KEY);\n'
export const two = 'ALTER TABLE a ADD name text;\n'

export interface Case {
  readonly layout: string
  readonly files: Readonly<Record<string, string>>
  /** The runner's own statements. */
  readonly table: string
  /** What it writes there before its first migration. */
  readonly seed?: string
  /** Rows of both migrations; `sum(n)` is the checksum of the nth. */
  readonly rows: (sum: (n: number) => string) => string
  readonly query: string
  /** What the query answers of an adopted database; left out where nothing is to be rewritten. */
  readonly adopted?: (sum: string) => readonly object[]
}

export const manifest = (version: string, ...files: readonly string[]): string =>
  JSON.stringify({ CurrVersion: version, MinCompatibleVersion: '1.0', Description: '', SchemaUpdateCqlFiles: files })

export const temporalFiles = {
  'versioned/v1.9/manifest.json': manifest('1.9', 'a.sql'),
  'versioned/v1.9/a.sql': one,
  'versioned/v1.10/manifest.json': manifest('v1.10', 'b.sql', 'c.sql'),
  'versioned/v1.10/b.sql': two,
  'versioned/v1.10/c.sql': 'CREATE INDEX a_name ON a (name);\n',
}

export const temporalTables = `create table schema_version (version_partition int not null, db_name varchar(255) not null,
    creation_time timestamp, curr_version varchar(64), min_compatible_version varchar(64),
    primary key (version_partition, db_name));
  create table schema_update_history (version_partition int not null, year int not null, month int not null,
    update_time timestamp not null, description varchar(255), manifest_md5 varchar(64), new_version varchar(64),
    old_version varchar(64), primary key (version_partition, year, month, update_time))`

const planned = 'Ann <ann@example.org>'
const sqitchFiles = {
  'sqitch.plan': `%project=shop\n\none 2026-01-02T03:04:05Z ${planned}\n@v1 2026-01-02T03:04:06Z ${planned}\ntwo [one] 2026-01-02T03:04:07Z ${planned}\n`,
  'deploy/one.sql': one,
  'deploy/two.sql': two,
}

const sqitchTables = `create schema sqitch;
  create table sqitch.projects (project text primary key);
  create table sqitch.changes (change_id text primary key, script_hash text, change text not null,
    project text not null references sqitch.projects on update cascade, note text not null default '',
    committed_at timestamptz not null default clock_timestamp(), committer_name text not null default 'Bob',
    committer_email text not null default 'bob@example.org', planned_at timestamptz not null default now(),
    planner_name text not null default '', planner_email text not null default '', unique (project, script_hash));
  create table sqitch.tags (tag_id text primary key, tag text not null,
    project text not null references sqitch.projects on update cascade,
    change_id text not null references sqitch.changes on update cascade, planned_at timestamptz not null default now(),
    unique (project, tag));
  create table sqitch.dependencies (change_id text not null references sqitch.changes on update cascade on delete cascade,
    type text not null, dependency text not null, dependency_id text references sqitch.changes on update cascade,
    primary key (change_id, dependency));
  create table sqitch.events (event text not null, change_id text not null, change text not null, project text not null,
    note text not null default '', tags text[] not null, committed_at timestamptz not null default clock_timestamp(),
    committer_name text not null, committer_email text not null, planned_at timestamptz not null,
    planner_name text not null, planner_email text not null, primary key (change_id, committed_at))`

export const temporalStates = [
  { version: '0.0', state: 'fresh' },
  { version: '1.9', state: 'behind' },
  { version: '1.11', state: 'unknown-rows' },
  { version: '1.10.0', state: 'at-the-line' },
  { version: '2', state: 'past-the-line', newer: ['2'], built: 'ALTER TABLE a ADD later int;\n' },
]

export const severalTables: readonly Case[] = [
  {
    layout: 'temporal',
    files: temporalFiles,
    table: temporalTables,
    rows: (sum) => `insert into schema_version values (0, current_database(), now(), '1.10', '1.0');
      insert into schema_version values (0, 'other', now(), '0.7', '0.7');
      insert into schema_update_history values (0, 2026, 1, '2026-01-02', 'a', '${sum(0)}', '1.9', '0.0'),
      (0, 2026, 1, '2026-01-03', 'b', '${sum(1)}', '1.10', '1.9')`,
    query: 'select db_name = current_database() as mine, curr_version from schema_version order by curr_version',
  },
  {
    layout: 'sqitch',
    files: sqitchFiles,
    table: sqitchTables,
    rows: (sum) => `insert into sqitch.projects values ('shop'), ('other');
      insert into sqitch.changes (change_id, script_hash, change, project) values
        ('${sum(0)}', 'one', 'one', 'shop'), ('${sum(1)}', 'two', 'two', 'shop'), ('theirs', 'x', 'one', 'other');
      insert into sqitch.tags values ('t1', '@v1', 'shop', '${sum(0)}'), ('t2', '@v1', 'other', 'theirs');
      insert into sqitch.dependencies values ('${sum(1)}', 'require', 'one', '${sum(0)}'),
        ('theirs', 'require', 'shop:one', '${sum(0)}'), ('theirs', 'conflict', 'two', null)`,
    query: `select c.change_id, c.change, c.project, c.committer_name, c.planner_name,
        array(select tag_id from sqitch.tags as t where t.change_id = c.change_id) as tags,
        array(select concat_ws(' ', type, dependency, dependency_id) from sqitch.dependencies as d
          where d.change_id = c.change_id order by 1) as dependencies,
        array(select concat_ws(' ', event, tags) from sqitch.events as e where e.change_id = c.change_id) as events
      from sqitch.changes as c order by c.committed_at`,
    adopted: (sum) => [
      {
        change_id: sum,
        change: 'consolidated_schema',
        project: 'shop',
        committer_name: 'Bob',
        planner_name: 'Ann',
        tags: [expect.stringMatching(/^[0-9a-f]{40}$/u)],
        dependencies: [],
        events: ['deploy {@v1}'],
      },
      expect.objectContaining({
        change_id: 'theirs',
        tags: ['t2'],
        dependencies: ['conflict two', `require shop:one ${sum}`],
        events: [],
      }),
    ],
  },
]
