import { describe, expect, it } from 'vitest'
import { locate } from '../../src/history/location.ts'
import { maskQuoted, maskSecrets } from '../../src/history/mask-secrets.ts'
import { scriptOf } from '../../src/history/migration.ts'
import { splitText } from '../../src/history/statements.ts'

const secret = 'TopSecretPw'
const stars = '***********'

describe('maskSecrets', () => {
  it.each([
    `CREATE ROLE x LOGIN PASSWORD '${secret}' nosuch;`,
    `create role x login passwrd '${secret}'`,
    `create role x login psword '${secret}'`,
    `ALTER USER x ENCRYPTED PASSWORD E'${secret}' nosuch`,
    `alter user x password "${secret}"`,
    `alter user x password ${secret};`,
    `alter user x password $$${secret}$$ nosuch`,
    `alter user x password $pw$${secret}$pw$ nosuch`,
    `alter user x password\n  '${secret}'\n  nosuch;`,
    `CREATE USER MAPPING FOR x SERVER s OPTIONS (password '${secret}', nosuch);`,
    `CREATE SUBSCRIPTION s CONNECTION 'host=h password=${secret} dbname=d' PUBLICATION p nosuch;`,
    `CREATE SUBSCRIPTION s CONNECTION 'host=h\n password=${secret} dbname=d' PUBLICATION p;`,
    `select dblink('postgres://x:${secret}@host/db', nosuch)`,
    `do $$ begin execute 'alter user x password ''${secret}'' nosuch'; end $$`,
    `do 'begin\n alter user x password ''${secret}'' nosuch; end'`,
    `execute format('ALTER USER %I PASSWORD %L', 'bob', '${secret}')`,
    `insert into settings values ('smtp_password', '${secret}')`,
    `insert into settings values ('{"password": "${secret}"}')`,
    `set app.db_secret = '${secret}'`,
    `\\set db_password ${secret}`,
  ])('hides the secret of %s and keeps every place', (sql) => {
    const masked = maskSecrets(sql)
    expect(masked).not.toContain(secret)
    expect(masked).toContain(stars)
    expect(masked.length).toBe(sql.length)
    expect(masked.includes('nosuch')).toBe(sql.includes('nosuch') && !sql.startsWith('do $$'))
  })

  it.each([
    "insert into t values ('plain', 'words')",
    "create table t (a text default 'x')",
    'alter role x password null',
    'create table users (password text not null, role text)',
    "create policy p on t using (name = 'x')",
  ])('leaves %s as it is', (sql) => {
    expect(maskSecrets(sql)).toBe(sql)
  })

  it('hides one constant and no code behind it', () => {
    expect(maskSecrets("alter user x password 'it''s \\' valid until nosuch; select 'a';\nselect 'b'")).toBe(
      "alter user x password '*******' valid until nosuch; select '*';\nselect 'b'",
    )
  })

  it('ends with the line where a constant has no end', () => {
    expect(maskSecrets("alter user x password 'abc\nselect 'b'")).toBe("alter user x password '***\nselect 'b'")
  })
})

describe('maskQuoted', () => {
  const sql = `create role x password '${secret}' 'user'`
  it('hides what a message quotes of the statement', () => {
    expect(maskQuoted(`syntax error at or near "'${secret}'"`, sql)).toBe(`syntax error at or near "'${stars}'"`)
    expect(maskQuoted(`CONTEXT: SQL statement "alter user y password 'other'"`, sql)).toContain("'*****'")
  })
  it('leaves longer names', () => {
    expect(maskQuoted('relation "users" exists', sql)).toBe('relation "users" exists')
  })
})

describe('a place', () => {
  it('shows no secret, and its column is the same', () => {
    const text = `select 1;\nalter user x password '😀${secret}' nosuch;\nselect '😀' from nowhere;`
    const place = locate(scriptOf('a.sql', text), text.indexOf('nosuch'))
    expect([...place.text].slice(place.column - 1).join('')).toBe('nosuch;')
    expect(place.text).toBe(`alter user x password '*${stars}' nosuch;`)
    expect(locate(scriptOf('a.sql', text), text.indexOf('from')).text).toBe("select '😀' from nowhere;")
  })

  it.each([`alter user x with '${secret}'`, `alter user x password '${secret}`, `alter user x password ${secret}`])(
    'of the parser shows none: %s',
    async (sql) => {
      const error: unknown = await splitText(`${sql};\nselect 1;`, 'a.sql').catch((thrown: unknown) => thrown)
      const { message, location } = error as { message: string; location: { text: string } }
      expect(message).toContain(stars)
      expect(JSON.stringify([message, location])).not.toContain(secret)
    },
  )
})
