// SQL with whatever a runner, a driver or JavaScript might read as its own: it has to arrive as it is.
import { expect } from 'vitest'
import type { ScratchDatabase } from '../../src/server/database.ts'
import { using } from '../cutover/project.ts'

const words =
  '? \\? \\\\? ?? ?| :name ::int $1 $$ \\ \\\\ ` \\` ${x} $${x} \\${x} \\n \\u0041 {{x}} <%= x %> line\r\nend\\'

const body = `
BEGIN
  -- ? \\? :name $1 \` \${words} \\\r
  IF j ? 'a' OR j ?| array['b'] OR j ?& array['c'] THEN
    RETURN E'\\\\? \\? \` \${x} :name' || ' \\? \${y} ?';
  END IF;
  RETURN j::text;
END`

/** A table of one row, and a function. */
export const hostileSql = `
CREATE TABLE hostile (words text);
INSERT INTO hostile VALUES ('${words}');
CREATE FUNCTION hostile(j jsonb) RETURNS text LANGUAGE plpgsql AS $body$${body}$body$;`

/** Both are there as they were written. */
export async function expectHostile(database: ScratchDatabase): Promise<void> {
  const [row] = await using(database, (db) =>
    db.query(`select words, prosrc, hostile('{"a": 1}') as answer from hostile, pg_proc where proname = 'hostile'`),
  )
  expect(row).toEqual({ words, prosrc: body, answer: '\\? ? ` ${x} :name \\? ${y} ?' })
}
