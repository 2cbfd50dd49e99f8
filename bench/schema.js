const batch = 200

/** Creates `count` tables as applications have them, some hundred in a transaction, and collects statistics. */
export async function createTables(db, count) {
  const statements = statementsOf(count)
  for (let from = 0; from < statements.length; from += batch) {
    await db.execute(statements.slice(from, from + batch).join(';\n'))
  }
  await db.execute('ANALYZE')
}

/** SQL for `count` tables in one text. */
export function schemaOf(count) {
  return statementsOf(count).join(';\n')
}

// Keys, foreign keys, checks, indexes, a trigger, comments.
function statementsOf(count) {
  const statements = [
    `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.updated_at = now(); RETURN NEW; END $$`,
  ]
  for (let n = 1; n <= count; n++) {
    const parent = Math.max(1, n >> 1)
    statements.push(
      `CREATE TABLE t${n} (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        parent_id bigint REFERENCES t${parent} ON DELETE CASCADE,
        name text NOT NULL,
        status varchar(20) NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'open', 'done')),
        amount numeric(12,2) NOT NULL DEFAULT 0 CHECK (amount >= 0),
        details jsonb NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (parent_id, name))`,
      `CREATE INDEX ON t${n} (created_at)`,
      `CREATE INDEX ON t${n} (lower(name)) WHERE status <> 'done'`,
      `CREATE TRIGGER touch BEFORE UPDATE ON t${n} FOR EACH ROW EXECUTE FUNCTION touch()`,
      `COMMENT ON TABLE t${n} IS 'table ${n}'`,
    )
  }
  return statements
}
