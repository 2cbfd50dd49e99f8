// The catalogs that no kind answers for, with the reason of each: data of the ledger and of docs/coverage.md.

/** Catalogs that hold nothing a schema is made of. */
export const catalogsIgnored: Readonly<Record<string, string>> = {
  pg_auth_members: 'cluster-wide: roles belong to the server, not to the database',
  pg_authid: 'cluster-wide: roles belong to the server, not to the database',
  pg_database: 'cluster-wide: the database itself is what a comparison is about',
  pg_depend: 'read as edges between objects, not as objects',
  pg_largeobject: 'data, not schema',
  pg_parameter_acl: 'cluster-wide: privileges on parameters of the server',
  pg_replication_origin: 'state of replication, not schema',
  pg_shdepend: 'edges to roles and tablespaces, not objects',
  pg_shdescription: 'cluster-wide: comments on databases, roles and tablespaces',
  pg_shseclabel: 'cluster-wide: labels of databases, roles and tablespaces',
  pg_statistic: 'collected by ANALYZE, not stated by anybody',
  pg_statistic_ext_data: 'collected by ANALYZE, not stated by anybody',
  pg_subscription_rel: 'state of replication, not schema',
  pg_tablespace: 'cluster-wide: tablespaces belong to the server',
}
