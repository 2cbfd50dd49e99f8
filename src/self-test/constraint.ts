// Checks, keys, exclusions and foreign keys, with the index or the triggers behind them. NOT NULL is the column's.
import { changed, extra, missing, renamed } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const constraints: KindMutations = {
  kind: 'constraint',
  schema: `
    CREATE SCHEMA st_constraint;
    CREATE TABLE st_constraint.target (id integer PRIMARY KEY, k integer UNIQUE);
    CREATE TABLE st_constraint.t (
      a integer CONSTRAINT pk PRIMARY KEY, b varchar(10), d integer, r int4range,
      CONSTRAINT chk CHECK (a > 0),
      CONSTRAINT printed CHECK (b IN ('a', 'b') AND a BETWEEN 1 AND 2),
      CONSTRAINT uq UNIQUE (a, b),
      CONSTRAINT ex EXCLUDE USING gist (r WITH &&),
      CONSTRAINT fk FOREIGN KEY (d) REFERENCES st_constraint.target);
    CREATE DOMAIN st_constraint.positive AS integer CONSTRAINT more CHECK (VALUE > 0);
    CREATE DOMAIN st_constraint.word AS varchar CONSTRAINT short CHECK (VALUE IN ('a', 'b'));
    CREATE TABLE st_constraint.mother (a integer, CONSTRAINT inherited CHECK (a > 0));
    CREATE TABLE st_constraint.child (CONSTRAINT inherited CHECK (a > 0)) INHERITS (st_constraint.mother);
    CREATE TABLE st_constraint.parts (a integer CONSTRAINT parts_key UNIQUE, d integer CONSTRAINT parts_fk REFERENCES st_constraint.target)
      PARTITION BY LIST (a);
    CREATE TABLE st_constraint.part PARTITION OF st_constraint.parts FOR VALUES IN (1);
    CREATE TABLE st_constraint.loose (a integer CONSTRAINT loose_pk PRIMARY KEY, d integer);`,
  schemaFrom: {
    18: `
    CREATE TABLE st_constraint.times (id int4range, at daterange, CONSTRAINT no_overlap UNIQUE (id, at WITHOUT OVERLAPS));
    CREATE TABLE st_constraint.within (id int4range, at daterange,
      CONSTRAINT in_time FOREIGN KEY (id, PERIOD at) REFERENCES st_constraint.times (id, PERIOD at));`,
  },
  mutations: [
    {
      name: 'CHECK',
      sql: `
        ALTER TABLE st_constraint.t DROP CONSTRAINT chk;
        ALTER TABLE st_constraint.t ADD CONSTRAINT chk CHECK (a > 1)`,
      expected: [changed('constraint', 'st_constraint.t.chk', 'expression')],
    },
    {
      name: 'another constant in what prints anew',
      sql: `
        ALTER TABLE st_constraint.t DROP CONSTRAINT printed;
        ALTER TABLE st_constraint.t ADD CONSTRAINT printed CHECK (b IN ('a', 'c') AND a BETWEEN 1 AND 2)`,
      expected: [changed('constraint', 'st_constraint.t.printed', 'expression')],
    },
    {
      name: 'NOT VALID',
      sql: `
        ALTER TABLE st_constraint.t DROP CONSTRAINT chk;
        ALTER TABLE st_constraint.t ADD CONSTRAINT chk CHECK (a > 0) NOT VALID`,
      expected: [changed('constraint', 'st_constraint.t.chk', 'validated')],
    },
    {
      name: 'NO INHERIT',
      sql: `
        ALTER TABLE st_constraint.t DROP CONSTRAINT chk;
        ALTER TABLE st_constraint.t ADD CONSTRAINT chk CHECK (a > 0) NO INHERIT`,
      expected: [changed('constraint', 'st_constraint.t.chk', 'noInherit')],
    },
    {
      name: 'NOT ENFORCED',
      sql: `
        ALTER TABLE st_constraint.t DROP CONSTRAINT chk;
        ALTER TABLE st_constraint.t ADD CONSTRAINT chk CHECK (a > 0) NOT ENFORCED`,
      requires: 18,
      expected: [
        changed('constraint', 'st_constraint.t.chk', 'enforced'),
        changed('constraint', 'st_constraint.t.chk', 'validated'),
      ],
    },
    {
      name: 'a foreign key that is NOT ENFORCED',
      sql: 'ALTER TABLE st_constraint.t ALTER CONSTRAINT fk NOT ENFORCED',
      requires: 18,
      expected: [
        changed('constraint', 'st_constraint.t.fk', 'enforced'),
        changed('constraint', 'st_constraint.t.fk', 'validated'),
      ],
    },
    {
      name: 'inherited only',
      sql: `
        DROP TABLE st_constraint.child;
        CREATE TABLE st_constraint.child () INHERITS (st_constraint.mother)`,
      expected: [changed('constraint', 'st_constraint.child.inherited', 'inherited')],
    },
    {
      name: 'CHECK of a domain',
      sql: `
        ALTER DOMAIN st_constraint.positive DROP CONSTRAINT more;
        ALTER DOMAIN st_constraint.positive ADD CONSTRAINT more CHECK (VALUE > 1)`,
      expected: [changed('constraint', 'st_constraint.positive.more', 'expression')],
    },
    {
      name: 'NOT VALID of a domain',
      sql: `
        ALTER DOMAIN st_constraint.positive DROP CONSTRAINT more;
        ALTER DOMAIN st_constraint.positive ADD CONSTRAINT more CHECK (VALUE > 0) NOT VALID`,
      expected: [changed('constraint', 'st_constraint.positive.more', 'validated')],
    },
    {
      name: 'the name of a CHECK',
      sql: 'ALTER TABLE st_constraint.t RENAME CONSTRAINT chk TO renamed',
      expected: [renamed('constraint', ['st_constraint.t.chk', 'st_constraint.t.renamed'], 'constraint-names')],
    },
    {
      name: 'the name of a CHECK of a domain',
      sql: 'ALTER DOMAIN st_constraint.positive RENAME CONSTRAINT more TO renamed',
      expected: [
        renamed('constraint', ['st_constraint.positive.more', 'st_constraint.positive.renamed'], 'constraint-names'),
      ],
    },
    {
      name: 'REFERENCES another column',
      sql: `
        ALTER TABLE st_constraint.t DROP CONSTRAINT fk;
        ALTER TABLE st_constraint.t ADD CONSTRAINT fk FOREIGN KEY (d) REFERENCES st_constraint.target (k)`,
      expected: [changed('constraint', 'st_constraint.t.fk', 'referencedColumns')],
    },
    {
      name: 'REFERENCES another table',
      sql: `
        ALTER TABLE st_constraint.t DROP CONSTRAINT fk;
        ALTER TABLE st_constraint.t ADD CONSTRAINT fk FOREIGN KEY (d) REFERENCES st_constraint.loose`,
      expected: [
        changed('constraint', 'st_constraint.t.fk', 'referencedColumns'),
        changed('constraint', 'st_constraint.t.fk', 'references'),
      ],
    },
    {
      name: 'MATCH FULL',
      sql: `
        ALTER TABLE st_constraint.t DROP CONSTRAINT fk;
        ALTER TABLE st_constraint.t ADD CONSTRAINT fk FOREIGN KEY (d) REFERENCES st_constraint.target MATCH FULL`,
      expected: [changed('constraint', 'st_constraint.t.fk', 'match')],
    },
    {
      name: 'ON DELETE CASCADE',
      sql: `
        ALTER TABLE st_constraint.t DROP CONSTRAINT fk;
        ALTER TABLE st_constraint.t ADD CONSTRAINT fk FOREIGN KEY (d) REFERENCES st_constraint.target ON DELETE CASCADE`,
      expected: [changed('constraint', 'st_constraint.t.fk', 'onDelete')],
    },
    {
      name: 'ON DELETE SET NULL of some columns',
      sql: `
        ALTER TABLE st_constraint.t DROP CONSTRAINT fk;
        ALTER TABLE st_constraint.t ADD CONSTRAINT fk FOREIGN KEY (d) REFERENCES st_constraint.target ON DELETE SET NULL (d)`,
      requires: 15,
      expected: [
        changed('constraint', 'st_constraint.t.fk', 'onDelete'),
        changed('constraint', 'st_constraint.t.fk', 'setColumns'),
      ],
    },
    {
      name: 'ON UPDATE RESTRICT',
      sql: `
        ALTER TABLE st_constraint.t DROP CONSTRAINT fk;
        ALTER TABLE st_constraint.t ADD CONSTRAINT fk FOREIGN KEY (d) REFERENCES st_constraint.target ON UPDATE RESTRICT`,
      expected: [changed('constraint', 'st_constraint.t.fk', 'onUpdate')],
    },
    {
      name: 'DEFERRABLE',
      sql: 'ALTER TABLE st_constraint.t ALTER CONSTRAINT fk DEFERRABLE',
      expected: [changed('constraint', 'st_constraint.t.fk', 'deferrable')],
    },
    {
      name: 'INITIALLY DEFERRED',
      sql: `
        ALTER TABLE st_constraint.t DROP CONSTRAINT fk;
        ALTER TABLE st_constraint.t ADD CONSTRAINT fk FOREIGN KEY (d) REFERENCES st_constraint.target DEFERRABLE INITIALLY DEFERRED`,
      expected: [changed('constraint', 'st_constraint.t.fk', 'deferrable')],
    },
    {
      name: 'a foreign key that is NOT VALID',
      sql: `
        ALTER TABLE st_constraint.t DROP CONSTRAINT fk;
        ALTER TABLE st_constraint.t ADD CONSTRAINT fk FOREIGN KEY (d) REFERENCES st_constraint.target NOT VALID`,
      expected: [changed('constraint', 'st_constraint.t.fk', 'validated')],
    },
    {
      name: 'the columns of a foreign key',
      sql: `
        ALTER TABLE st_constraint.t DROP CONSTRAINT fk;
        ALTER TABLE st_constraint.t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES st_constraint.target`,
      expected: [changed('constraint', 'st_constraint.t.fk', 'columns')],
    },
    {
      name: 'disabled triggers of a foreign key',
      sql: 'ALTER TABLE st_constraint.t DISABLE TRIGGER ALL',
      expected: [changed('constraint', 'st_constraint.t.fk', 'triggers')],
    },
    {
      name: 'disabled triggers of the referenced table',
      sql: 'ALTER TABLE st_constraint.target DISABLE TRIGGER ALL',
      expected: [
        changed('constraint', 'st_constraint.parts.parts_fk', 'triggers'),
        changed('constraint', 'st_constraint.t.fk', 'triggers'),
      ],
    },
    {
      name: 'another foreign key of a partition',
      sql: 'ALTER TABLE st_constraint.part ADD CONSTRAINT more FOREIGN KEY (d) REFERENCES st_constraint.target (k)',
      expected: [extra('constraint', 'st_constraint.part.more')],
    },
    {
      name: 'the columns of a key',
      sql: `
        ALTER TABLE st_constraint.t DROP CONSTRAINT uq;
        ALTER TABLE st_constraint.t ADD CONSTRAINT uq UNIQUE (b, a)`,
      expected: [changed('constraint', 'st_constraint.t.uq', 'columns')],
    },
    {
      name: 'a UNIQUE that was a PRIMARY KEY',
      sql: `
        ALTER TABLE st_constraint.t DROP CONSTRAINT pk;
        ALTER TABLE st_constraint.t ADD CONSTRAINT pk UNIQUE (a)`,
      expected: [changed('constraint', 'st_constraint.t.pk', 'type')],
    },
    {
      name: 'INCLUDE',
      sql: `
        ALTER TABLE st_constraint.t DROP CONSTRAINT uq;
        ALTER TABLE st_constraint.t ADD CONSTRAINT uq UNIQUE (a, b) INCLUDE (d)`,
      expected: [changed('constraint', 'st_constraint.t.uq', 'include')],
    },
    {
      name: 'NULLS NOT DISTINCT',
      sql: `
        ALTER TABLE st_constraint.t DROP CONSTRAINT uq;
        ALTER TABLE st_constraint.t ADD CONSTRAINT uq UNIQUE NULLS NOT DISTINCT (a, b)`,
      requires: 15,
      expected: [changed('constraint', 'st_constraint.t.uq', 'nullsNotDistinct')],
    },
    {
      name: 'a DEFERRABLE key',
      sql: `
        ALTER TABLE st_constraint.t DROP CONSTRAINT uq;
        ALTER TABLE st_constraint.t ADD CONSTRAINT uq UNIQUE (a, b) DEFERRABLE`,
      expected: [changed('constraint', 'st_constraint.t.uq', 'deferrable')],
    },
    {
      name: 'an option of the index behind a key',
      sql: 'ALTER INDEX st_constraint.pk SET (fillfactor = 60)',
      expected: [changed('constraint', 'st_constraint.t.pk', 'options', 'storage')],
    },
    {
      name: 'CLUSTER ON a key',
      sql: 'ALTER TABLE st_constraint.t CLUSTER ON uq',
      expected: [changed('constraint', 'st_constraint.t.uq', 'isClustered')],
    },
    {
      name: 'REPLICA IDENTITY USING INDEX of a key',
      sql: 'ALTER TABLE st_constraint.t REPLICA IDENTITY USING INDEX pk',
      expected: [
        changed('table', 'st_constraint.t', 'replicaIdentity'),
        changed('constraint', 'st_constraint.t.pk', 'isReplicaIdentity'),
      ],
    },
    {
      name: 'the tablespace of a key',
      sql: [
        'SET allow_in_place_tablespaces = on',
        `CREATE TABLESPACE st_constraint LOCATION ''`,
        'ALTER INDEX st_constraint.pk SET TABLESPACE st_constraint',
      ],
      requires: 15,
      cleanUp: 'DROP TABLESPACE st_constraint',
      expected: [changed('constraint', 'st_constraint.t.pk', 'tablespace', 'storage')],
    },
    {
      name: 'an invalid index behind a key',
      sql: `UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'st_constraint.uq'::regclass`,
      expected: [changed('constraint', 'st_constraint.t.uq', 'valid')],
    },
    {
      name: 'the name of a key',
      sql: 'ALTER TABLE st_constraint.t RENAME CONSTRAINT uq TO renamed',
      expected: [renamed('constraint', ['st_constraint.t.uq', 'st_constraint.t.renamed'], 'constraint-names')],
    },
    {
      name: 'the name of the key of a partition',
      sql: 'ALTER TABLE st_constraint.part RENAME CONSTRAINT part_a_key TO renamed',
      expected: [
        renamed('constraint', ['st_constraint.part.part_a_key', 'st_constraint.part.renamed'], 'constraint-names'),
      ],
    },
    {
      name: 'a key that is not attached',
      sql: `
        ALTER TABLE st_constraint.parts DETACH PARTITION st_constraint.part;
        ALTER TABLE st_constraint.part DROP CONSTRAINT parts_fk;
        ALTER TABLE st_constraint.parts DROP CONSTRAINT parts_key;
        ALTER TABLE st_constraint.parts ATTACH PARTITION st_constraint.part FOR VALUES IN (1)`,
      expected: [
        changed('constraint', 'st_constraint.part.part_a_key', 'attachedTo', 'constraint-names'),
        changed('constraint', 'st_constraint.part.part_a_key', 'isAttached'),
        missing('constraint', 'st_constraint.parts.parts_key'),
      ],
    },
    {
      name: 'an operator of EXCLUDE',
      sql: `
        ALTER TABLE st_constraint.t DROP CONSTRAINT ex;
        ALTER TABLE st_constraint.t ADD CONSTRAINT ex EXCLUDE USING gist (r WITH =)`,
      expected: [changed('constraint', 'st_constraint.t.ex', 'keys')],
    },
    {
      name: 'the method of EXCLUDE',
      sql: `
        ALTER TABLE st_constraint.t DROP CONSTRAINT ex;
        ALTER TABLE st_constraint.t ADD CONSTRAINT ex EXCLUDE USING spgist (r WITH &&)`,
      expected: [changed('constraint', 'st_constraint.t.ex', 'method')],
    },
    {
      name: 'WHERE of EXCLUDE',
      sql: `
        ALTER TABLE st_constraint.t DROP CONSTRAINT ex;
        ALTER TABLE st_constraint.t ADD CONSTRAINT ex EXCLUDE USING gist (r WITH &&) WHERE (a > 1)`,
      expected: [changed('constraint', 'st_constraint.t.ex', 'predicate')],
    },
    {
      name: 'WITHOUT OVERLAPS',
      sql: `
        ALTER TABLE st_constraint.within DROP CONSTRAINT in_time;
        ALTER TABLE st_constraint.times DROP CONSTRAINT no_overlap;
        ALTER TABLE st_constraint.times ADD CONSTRAINT no_overlap UNIQUE (id, at);
        ALTER TABLE st_constraint.within ADD CONSTRAINT in_time FOREIGN KEY (id, at) REFERENCES st_constraint.times (id, at)`,
      requires: 18,
      expected: [
        changed('constraint', 'st_constraint.times.no_overlap', 'method'),
        changed('constraint', 'st_constraint.times.no_overlap', 'period'),
        changed('constraint', 'st_constraint.within.in_time', 'period'),
      ],
    },
    {
      name: 'ADD',
      sql: 'ALTER TABLE st_constraint.t ADD CHECK (d > 0)',
      expected: [extra('constraint', 'st_constraint.t.t_d_check')],
    },
    {
      name: 'DROP',
      sql: 'ALTER TABLE st_constraint.t DROP CONSTRAINT ex',
      expected: [missing('constraint', 'st_constraint.t.ex')],
    },
  ],
  harmless: [
    {
      name: 'recreated',
      sql: `
        ALTER TABLE st_constraint.t DROP CONSTRAINT fk;
        ALTER TABLE st_constraint.t ADD CONSTRAINT fk FOREIGN KEY (d) REFERENCES st_constraint.target (id) MATCH SIMPLE ON DELETE NO ACTION NOT DEFERRABLE`,
    },
    {
      name: 'a CHECK as it is printed',
      sql: `DO $$ DECLARE c text := pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'printed'; BEGIN ALTER TABLE st_constraint.t DROP CONSTRAINT printed; EXECUTE 'ALTER TABLE st_constraint.t ADD CONSTRAINT printed ' || c; END $$`,
    },
    {
      name: 'a CHECK of a domain as it is printed',
      sql: `DO $$ DECLARE c text := pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'short'; BEGIN ALTER DOMAIN st_constraint.word DROP CONSTRAINT short; EXECUTE 'ALTER DOMAIN st_constraint.word ADD CONSTRAINT short ' || c; END $$`,
    },
    {
      name: 'validated later',
      sql: `
        ALTER TABLE st_constraint.t DROP CONSTRAINT chk;
        ALTER TABLE st_constraint.t ADD CONSTRAINT chk CHECK (a > 0) NOT VALID;
        ALTER TABLE st_constraint.t VALIDATE CONSTRAINT chk`,
    },
    {
      name: 'a primary key made USING INDEX',
      sql: `
        ALTER TABLE st_constraint.t DROP CONSTRAINT pk;
        CREATE UNIQUE INDEX pk ON st_constraint.t (a);
        ALTER TABLE st_constraint.t ADD CONSTRAINT pk PRIMARY KEY USING INDEX pk`,
    },
    {
      name: 'triggers disabled and enabled',
      sql: `
        ALTER TABLE st_constraint.t DISABLE TRIGGER ALL;
        ALTER TABLE st_constraint.t ENABLE TRIGGER ALL`,
    },
    {
      name: 'a partition detached and attached',
      sql: `
        ALTER TABLE st_constraint.parts DETACH PARTITION st_constraint.part;
        ALTER TABLE st_constraint.parts ATTACH PARTITION st_constraint.part FOR VALUES IN (1)`,
    },
    {
      name: 'a partition attached instead of created',
      sql: `
        ALTER TABLE st_constraint.parts DETACH PARTITION st_constraint.part;
        DROP TABLE st_constraint.part;
        CREATE TABLE st_constraint.part (a integer UNIQUE, d integer);
        ALTER TABLE st_constraint.parts ATTACH PARTITION st_constraint.part FOR VALUES IN (1)`,
    },
    { name: 'reindexed', sql: ['REINDEX TABLE st_constraint.t'] },
  ],
  unchangeable: [
    {
      attribute: 'tablespace',
      reason: 'a second tablespace needs a directory of its own on the server before PostgreSQL 15',
      until: 14,
    },
  ],
}
