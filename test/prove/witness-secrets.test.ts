// A proof that fails is shown to people and kept by CI: whatever the witnesses quote of a dump, no secret is in it.
import { expect, it } from 'vitest'
import type { WitnessVerdict } from '../../src/model/manifest.ts'
import { proveConsolidation } from '../../src/prove/prove-consolidation.ts'
import { quoteLiteral } from '../../src/sql/quote.ts'
import { useScratch } from '../support/scratch.ts'

const scratch = useScratch('embedded')

const passwords = {
  plain: 'hunterZwei',
  quotes: "hunter'Drei",
  backslash: String.raw`hunter\Vier'Fuenf`,
  lines: 'hunterSechs\nhunterSieben',
  signs: 'hunter@Acht/x',
  short: 'hZ9',
}
const telling = /hunter|Zwei|Drei|Vier|Fuenf|Sechs|Sieben|Acht|hZ9/u

const conninfo = (password: string): string =>
  `host=h dbname=d password='${password.replaceAll(/[\\']/gu, String.raw`\$&`)}'`
const subscription = (name: string, connection: string, publication: string): string =>
  `CREATE SUBSCRIPTION ${name} CONNECTION ${quoteLiteral(connection)} PUBLICATION ${publication}
     WITH (connect = false, slot_name = NONE)`

/** Everything that holds a secret; `other` is what the witnesses disagree about. */
const schema = (other: string): string =>
  [
    'CREATE FOREIGN DATA WRAPPER w',
    'CREATE SERVER s FOREIGN DATA WRAPPER w',
    ...Object.entries(passwords).flatMap(([name, password]) => [
      `CREATE SERVER s_${name} FOREIGN DATA WRAPPER w OPTIONS (host ${quoteLiteral(other)}, password ${quoteLiteral(password)})`,
      `CREATE USER MAPPING FOR PUBLIC SERVER s_${name} OPTIONS (account ${quoteLiteral(other)}, api_key ${quoteLiteral(password)})`,
      subscription(`c_${name}`, conninfo(password), other),
      subscription(`u_${name}`, `postgres://u:${encodeURIComponent(password)}@h/d`, other),
    ]),
    `CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $f$ BEGIN
       ALTER ROLE nobody_${other} PASSWORD 'hunterUnknown'; PERFORM 'host=h password=hunterUnknown'; END $f$`,
  ].join(';\n')

async function prove(up: string, down: string): Promise<readonly WitnessVerdict[]> {
  const { database, server } = scratch
  const [history, before] = [await database(schema('a')), await database()]
  return proveConsolidation({ scratch: server(), history, before, up, down, leftOut: new Map() })
}

it('shows none where the witnesses disagree about what holds them', async () => {
  const verdicts = await prove(schema('b'), 'SELECT 1')
  const details = verdicts.flatMap(({ detail }) => detail ?? [])
  expect(verdicts.filter(({ verdict }) => verdict === 'disagree').map(({ name }) => name)).toEqual(
    expect.arrayContaining(['catalog', 'pg_dump']),
  )
  expect(details.join('\n')).toMatch(/USER MAPPING|SUBSCRIPTION/u)
  expect(JSON.stringify(verdicts)).not.toMatch(telling)
})

it('shows none where a script fails that has them', async () => {
  const verdicts = await prove(`${schema('b')}; ALTER ROLE nobody PASSWORD 'hunterUnknown' VALID UNTIL 'never'`, '')
  expect(verdicts[0]?.detail).toContain('after the database before: up.sql')
  expect(JSON.stringify(verdicts)).not.toMatch(telling)
})
