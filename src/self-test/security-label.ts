// Security labels. SECURITY LABEL asks for a provider that the server has loaded, and none comes with PostgreSQL. So the
// rows that it would write are written into the catalog itself, which a superuser may do; reading tells no difference.
import { changed, extra, missing } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const securityLabels: KindMutations = {
  kind: 'security-label',
  schema: `
    CREATE SCHEMA st_security_label;
    CREATE TABLE st_security_label.t (a integer, b integer);
    CREATE FUNCTION st_security_label.f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
    INSERT INTO pg_catalog.pg_seclabel (classoid, objoid, objsubid, provider, label) VALUES
      ('pg_class'::regclass, 'st_security_label.t'::regclass, 0, 'st_provider', 'secret'),
      ('pg_class'::regclass, 'st_security_label.t'::regclass, 1, 'st_provider', 'secret');`,
  notDumped: [
    missing('security-label', 'st_provider on table st_security_label.t'),
    missing('security-label', 'st_provider on table column st_security_label.t.a'),
  ],
  mutations: [
    {
      name: 'another label',
      sql: `UPDATE pg_catalog.pg_seclabel SET label = 'open' WHERE provider = 'st_provider' AND objsubid = 1`,
      expected: [changed('security-label', 'st_provider on table column st_security_label.t.a', 'label')],
    },
    {
      name: 'IS NULL',
      sql: `DELETE FROM pg_catalog.pg_seclabel WHERE provider = 'st_provider' AND objsubid = 0`,
      expected: [missing('security-label', 'st_provider on table st_security_label.t')],
    },
    {
      name: 'on another column',
      sql: `UPDATE pg_catalog.pg_seclabel SET objsubid = 2 WHERE provider = 'st_provider' AND objsubid = 1`,
      expected: [
        missing('security-label', 'st_provider on table column st_security_label.t.a'),
        extra('security-label', 'st_provider on table column st_security_label.t.b'),
      ],
    },
    {
      name: 'on a function, of another provider',
      sql: `
        INSERT INTO pg_catalog.pg_seclabel (classoid, objoid, objsubid, provider, label)
        VALUES ('pg_proc'::regclass, 'st_security_label.f(integer)'::regprocedure, 0, 'st_other', 'x')`,
      expected: [extra('security-label', 'st_other on function st_security_label.f(integer)')],
    },
  ],
  harmless: [
    {
      name: 'taken away and given again',
      sql: `
        DELETE FROM pg_catalog.pg_seclabel WHERE provider = 'st_provider' AND objsubid = 1;
        INSERT INTO pg_catalog.pg_seclabel (classoid, objoid, objsubid, provider, label)
        VALUES ('pg_class'::regclass, 'st_security_label.t'::regclass, 1, 'st_provider', 'secret')`,
    },
  ],
}
