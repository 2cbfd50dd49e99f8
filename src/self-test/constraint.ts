// Checks and foreign keys, with the triggers behind them. NOT NULL is the column's.
import { changed, extra, renamed } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const constraints: KindMutations = {
  kind: 'constraint',
  schema: `
    CREATE SCHEMA st_constraint;
    CREATE TABLE st_constraint.target (id integer PRIMARY KEY, k integer UNIQUE);
    CREATE TABLE st_constraint.t (
      a integer, b varchar(10), d integer,
      CONSTRAINT chk CHECK (a > 0),
      CONSTRAINT printed CHECK (b IN ('a', 'b') AND a BETWEEN 1 AND 2),
      CONSTRAINT fk FOREIGN KEY (d) REFERENCES st_constraint.target);
    CREATE DOMAIN st_constraint.positive AS integer CONSTRAINT more CHECK (VALUE > 0);
    CREATE DOMAIN st_constraint.word AS varchar CONSTRAINT short CHECK (VALUE IN ('a', 'b'));
    CREATE TABLE st_constraint.mother (a integer, CONSTRAINT inherited CHECK (a > 0));
    CREATE TABLE st_constraint.child (CONSTRAINT inherited CHECK (a > 0)) INHERITS (st_constraint.mother);
    CREATE TABLE st_constraint.parts (a integer, d integer CONSTRAINT parts_fk REFERENCES st_constraint.target)
      PARTITION BY LIST (a);
    CREATE TABLE st_constraint.part PARTITION OF st_constraint.parts FOR VALUES IN (1);
    CREATE TABLE st_constraint.loose (a integer CONSTRAINT loose_pk PRIMARY KEY, d integer);`,
  mutations: [
    {
      name: 'CHECK',
      sql: 'ALTER TABLE st_constraint.t DROP CONSTRAINT chk, ADD CONSTRAINT chk CHECK (a > 1)',
      expected: [changed('constraint', 'st_constraint.t.chk', 'expression')],
    },
    {
      name: 'another constant in what prints anew',
      sql: `ALTER TABLE st_constraint.t DROP CONSTRAINT printed, ADD CONSTRAINT printed CHECK (b IN ('a', 'c') AND a BETWEEN 1 AND 2)`,
      expected: [changed('constraint', 'st_constraint.t.printed', 'expression')],
    },
    {
      name: 'NOT VALID',
      sql: 'ALTER TABLE st_constraint.t DROP CONSTRAINT chk, ADD CONSTRAINT chk CHECK (a > 0) NOT VALID',
      expected: [changed('constraint', 'st_constraint.t.chk', 'validated')],
    },
    {
      name: 'NO INHERIT',
      sql: 'ALTER TABLE st_constraint.t DROP CONSTRAINT chk, ADD CONSTRAINT chk CHECK (a > 0) NO INHERIT',
      expected: [changed('constraint', 'st_constraint.t.chk', 'noInherit')],
    },
    {
      name: 'NOT ENFORCED',
      sql: 'ALTER TABLE st_constraint.t DROP CONSTRAINT chk, ADD CONSTRAINT chk CHECK (a > 0) NOT ENFORCED',
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
      sql: 'ALTER TABLE st_constraint.t DROP CONSTRAINT fk, ADD CONSTRAINT fk FOREIGN KEY (d) REFERENCES st_constraint.target (k)',
      expected: [changed('constraint', 'st_constraint.t.fk', 'referencedColumns')],
    },
    {
      name: 'REFERENCES another table',
      sql: 'ALTER TABLE st_constraint.t DROP CONSTRAINT fk, ADD CONSTRAINT fk FOREIGN KEY (d) REFERENCES st_constraint.loose',
      expected: [
        changed('constraint', 'st_constraint.t.fk', 'referencedColumns'),
        changed('constraint', 'st_constraint.t.fk', 'references'),
      ],
    },
    {
      name: 'MATCH FULL',
      sql: 'ALTER TABLE st_constraint.t DROP CONSTRAINT fk, ADD CONSTRAINT fk FOREIGN KEY (d) REFERENCES st_constraint.target MATCH FULL',
      expected: [changed('constraint', 'st_constraint.t.fk', 'match')],
    },
    {
      name: 'ON DELETE CASCADE',
      sql: 'ALTER TABLE st_constraint.t DROP CONSTRAINT fk, ADD CONSTRAINT fk FOREIGN KEY (d) REFERENCES st_constraint.target ON DELETE CASCADE',
      expected: [changed('constraint', 'st_constraint.t.fk', 'onDelete')],
    },
    {
      name: 'ON DELETE SET NULL of some columns',
      sql: 'ALTER TABLE st_constraint.t DROP CONSTRAINT fk, ADD CONSTRAINT fk FOREIGN KEY (d) REFERENCES st_constraint.target ON DELETE SET NULL (d)',
      requires: 15,
      expected: [
        changed('constraint', 'st_constraint.t.fk', 'onDelete'),
        changed('constraint', 'st_constraint.t.fk', 'setColumns'),
      ],
    },
    {
      name: 'ON UPDATE RESTRICT',
      sql: 'ALTER TABLE st_constraint.t DROP CONSTRAINT fk, ADD CONSTRAINT fk FOREIGN KEY (d) REFERENCES st_constraint.target ON UPDATE RESTRICT',
      expected: [changed('constraint', 'st_constraint.t.fk', 'onUpdate')],
    },
    {
      name: 'DEFERRABLE',
      sql: 'ALTER TABLE st_constraint.t ALTER CONSTRAINT fk DEFERRABLE',
      expected: [changed('constraint', 'st_constraint.t.fk', 'deferrable')],
    },
    {
      name: 'INITIALLY DEFERRED',
      sql: 'ALTER TABLE st_constraint.t DROP CONSTRAINT fk, ADD CONSTRAINT fk FOREIGN KEY (d) REFERENCES st_constraint.target DEFERRABLE INITIALLY DEFERRED',
      expected: [changed('constraint', 'st_constraint.t.fk', 'deferrable')],
    },
    {
      name: 'a foreign key that is NOT VALID',
      sql: 'ALTER TABLE st_constraint.t DROP CONSTRAINT fk, ADD CONSTRAINT fk FOREIGN KEY (d) REFERENCES st_constraint.target NOT VALID',
      expected: [changed('constraint', 'st_constraint.t.fk', 'validated')],
    },
    {
      name: 'the columns of a foreign key',
      sql: 'ALTER TABLE st_constraint.t DROP CONSTRAINT fk, ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES st_constraint.target',
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
      name: 'ADD',
      sql: 'ALTER TABLE st_constraint.t ADD CHECK (d > 0)',
      expected: [extra('constraint', 'st_constraint.t.t_d_check')],
    },
  ],
  harmless: [
    {
      name: 'recreated',
      sql: 'ALTER TABLE st_constraint.t DROP CONSTRAINT fk, ADD CONSTRAINT fk FOREIGN KEY (d) REFERENCES st_constraint.target (id) MATCH SIMPLE ON DELETE NO ACTION NOT DEFERRABLE',
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
        ALTER TABLE st_constraint.t DROP CONSTRAINT chk, ADD CONSTRAINT chk CHECK (a > 0) NOT VALID;
        ALTER TABLE st_constraint.t VALIDATE CONSTRAINT chk`,
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
        CREATE TABLE st_constraint.part (a integer, d integer);
        ALTER TABLE st_constraint.parts ATTACH PARTITION st_constraint.part FOR VALUES IN (1)`,
    },
  ],
  unchangeable: [
    { attribute: 'enforced', reason: 'NOT ENFORCED came with PostgreSQL 18', until: 17 },
    { attribute: 'setColumns', reason: 'ON DELETE SET NULL of some columns came with PostgreSQL 15', until: 14 },
  ],
}
