// What pg_dump prints, in our terms: for each type of entry, the objects whose differences show in it.
//   own      what it is about: `kind id`, and an attribute where it prints nothing else of it
//   inside   kinds that it prints as well, where they are parts of what it is about, in lines of their own: `partLine`
//   of       what it comes, goes and is renamed with
//   targets  where the name says what sort of thing it is about, `COLUMN t.a`: our kinds of that, if not the word itself
//   text     a look into header and statements; the groups are further names
// `$name` is the name in the header behind its schema, `$1` the first word of `t fk` behind the schema, `$part` the path
// of both, `$target` a kind and an id, `$holder` the id of what the target may be a part of, `*` a name that is not told;
// the others are in bench/dump-keys.js.
const relations = ['table', 'foreign-table', 'view', 'materialized-view']
const types = ['base-type', 'composite', 'enum', 'range']

const each = (kinds, id) => kinds.map((kind) => `${kind} ${id}`)
const object = (kind, more) => ({ own: [`${kind} $name`], ...more })
const part = (kind, more) => ({ own: [`${kind} $part`], of: each(relations, '$1'), ...more })
const ofMethod = (kind) => ({ own: [`${kind} $name USING $method`], text: / USING (?<method>\w+)/u })
const dependent = { inside: ['extension-dependency'], partLine: / DEPENDS ON EXTENSION /u }
// Of a typed table only those columns are printed that have more than the type says. pg_dump 18 prints the name of a
// NOT NULL where that has a comment.
const tableOf = (kind) =>
  object(kind, {
    own: [`${kind} $name`, `${kind} $name ofType`],
    inside: ['column', 'default', 'constraint', 'comment'],
    partLine: /^ {4}|^ALTER TABLE ONLY \S+ ALTER COLUMN /u,
  })
const about = (kind, targets) => ({
  own: [`${kind} $target`],
  of: ['$target', ...each([...relations, 'domain', 'composite'], '$holder')],
  targets,
})

export const entryTypes = {
  SCHEMA: object('schema'),
  EXTENSION: object('extension'),
  'ACCESS METHOD': object('access-method'),
  'PROCEDURAL LANGUAGE': object('language'),
  'EVENT TRIGGER': object('event-trigger'),

  TYPE: { own: each(types, '$name') },
  'SHELL TYPE': { own: each(['base-type', 'range'], '$name') },
  DOMAIN: object('domain', { inside: ['constraint'], partLine: /^\tCONSTRAINT / }),
  COLLATION: object('collation'),
  CONVERSION: object('conversion'),
  CAST: { own: ['cast $cast'], text: /^-- Name: CAST (?<cast>.*); Type: /mu },
  TRANSFORM: { own: ['transform $transform'], text: /^-- Name: TRANSFORM (?<transform>.*); Type: /mu },

  FUNCTION: object('function', {
    ...dependent,
    // Of a base type: one function gives it, one takes it.
    of: ['base-type $result', 'base-type $argument'],
    text: /\((?<argument>[^\s,)]*)\) RETURNS (?<result>\S+)$/mu,
  }),
  PROCEDURE: object('procedure', dependent),
  AGGREGATE: object('aggregate'),
  OPERATOR: {
    own: ['operator $name($left, $right)'],
    text: /(?:LEFTARG = (?<left>.*?),?\n\s*)?RIGHTARG = (?<right>.*?),?$/mu,
  },
  'OPERATOR CLASS': ofMethod('operator-class'),
  'OPERATOR FAMILY': ofMethod('operator-family'),
  'TEXT SEARCH PARSER': object('text-search-parser'),
  'TEXT SEARCH TEMPLATE': object('text-search-template'),
  'TEXT SEARCH DICTIONARY': object('text-search-dictionary'),
  'TEXT SEARCH CONFIGURATION': object('text-search-configuration'),

  'FOREIGN DATA WRAPPER': object('foreign-data-wrapper'),
  SERVER: object('foreign-server'),
  'USER MAPPING': {
    own: ['user-mapping FOR $role SERVER $server'],
    of: ['foreign-server $server'],
    text: /^-- Name: USER MAPPING \S+ SERVER (?<server>\S+);/mu,
  },

  TABLE: tableOf('table'),
  'FOREIGN TABLE': tableOf('foreign-table'),
  'TABLE ATTACH': {
    own: ['table', 'foreign-table'].flatMap((kind) => [`${kind} $name partitionOf`, `${kind} $name bound`]),
    of: ['table $name', 'foreign-table $name', 'table $parent'],
    text: /^ALTER TABLE ONLY (?<parent>\S+) ATTACH/mu,
  },
  'ROW SECURITY': { own: ['table $name rowSecurity'], of: ['table $name'] },
  VIEW: object('view'),
  'MATERIALIZED VIEW': object('materialized-view', dependent),
  DEFAULT: part('default', { own: ['default $part', 'view $1 columnDefaults'] }),
  SEQUENCE: {
    own: ['sequence $name', 'column $table.$column identity'],
    of: ['column $table.$column', 'table $table'],
    text: /^ALTER TABLE (?<table>\S+) ALTER COLUMN (?<column>\S+) ADD GENERATED/mu,
  },
  'SEQUENCE OWNED BY': { own: ['sequence $name ownedBy'], of: ['sequence $name'] },

  // NOT NULL is the column's.
  CONSTRAINT: part('constraint', {
    own: ['constraint $part', 'column $1.$column notNull'],
    text: /^ +ADD CONSTRAINT \S+ NOT NULL (?<column>[^\s;]+)/mu,
  }),
  'FK CONSTRAINT': part('constraint'),
  'CHECK CONSTRAINT': part('constraint', { of: each([...relations, 'domain'], '$1') }),
  INDEX: object('index', { ...dependent, of: each(relations, '$table'), text: / ON (?:ONLY )?(?<table>\S+) USING /u }),
  'INDEX ATTACH': {
    own: ['index $name', 'constraint $schema.*.$bare'].flatMap((own) => [`${own} isAttached`, `${own} attachedTo`]),
    of: ['index $name', 'constraint $schema.*.$bare', 'index $parent', 'constraint $parentSchema.*.$parentBare'],
    text: /^ALTER INDEX (?<parent>(?<parentSchema>[^\s.]+)\.(?<parentBare>\S+)) ATTACH/mu,
  },
  'REPLICA IDENTITY': {
    own: [
      ...each(relations, '$name replicaIdentity'),
      'index $schema.$index isReplicaIdentity',
      'constraint $name.$index isReplicaIdentity',
    ],
    of: [...each(relations, '$name'), 'index $schema.$index', 'constraint $name.$index'],
    text: / USING INDEX (?<index>[^\s;]+);/u,
  },
  STATISTICS: object('statistics'),
  RULE: part('rule'),
  TRIGGER: part('trigger', dependent),
  POLICY: part('policy'),

  PUBLICATION: object('publication'),
  'PUBLICATION TABLE': {
    own: ['publication-table $publication of $table'],
    of: ['publication $publication'],
    text: /^ALTER PUBLICATION (?<publication>\S+) ADD TABLE ONLY (?<table>[^\s;]+)/mu,
  },
  'PUBLICATION TABLES IN SCHEMA': {
    own: ['publication-schema $publication of $schemaInside'],
    of: ['publication $publication'],
    text: /^ALTER PUBLICATION (?<publication>\S+) ADD TABLES IN SCHEMA (?<schemaInside>[^\s;]+)/mu,
  },
  SUBSCRIPTION: object('subscription'),

  COMMENT: about('comment', { TYPE: [...types, 'type'], SERVER: ['foreign-server'] }),
  ACL: about('privilege', {
    TABLE: relations,
    TYPE: [...types, 'domain', 'type'],
    FUNCTION: ['function', 'aggregate'],
  }),
  'SECURITY LABEL': {
    ...about('security-label $provider on', { COLUMN: ['table column'] }),
    text: /^SECURITY LABEL FOR (?<provider>\S+) ON /mu,
  },
  'DEFAULT ACL': { own: ['default-privilege $objects$in$by'] },
}
