// A password that stands in the SQL of a failing statement is printed neither for people nor for programs.
import { expect, it } from 'vitest'
import { createSandbox, runIn } from './sandbox.ts'

const secret = 'TopSecretPw'

it.each([
  [`CREATE ROLE x LOGIN PASSWORD '${secret}' nosuch;`, 'syntax-error', '                                           ^'],
  [`create role x login passwrd '${secret}';`, 'syntax-error', '                    ^'],
  [`ALTER ROLE CURRENT_USER PASSWORD '${secret}' VALID UNTIL 'nonsense';`, 'statement-failed', '^'],
  [`CREATE USER MAPPING FOR x SERVER s OPTIONS (password '${secret}');`, 'statement-failed', '^'],
  [
    `DO $$ BEGIN EXECUTE 'ALTER ROLE CURRENT_USER PASSWORD ''${secret}'' VALID UNTIL ''nonsense'''; END $$;`,
    'statement-failed',
    '^',
  ],
  [`CREATE SUBSCRIPTION s CONNECTION 'host=h password=${secret}' nosuch;`, 'syntax-error', undefined],
])('%s', async (sql, code, caret) => {
  const sandbox = await createSandbox({ files: { 'm/001_a.sql': `${sql}\n` } })
  try {
    const args = ['consolidate', 'm', '--out', 'out']
    const [text, json] = [await runIn(sandbox, { args }), await runIn(sandbox, { args: [...args, '--json'] })]
    for (const { stdout, stderr } of [text, json]) {
      expect(stdout + stderr).not.toContain(secret)
      expect(stdout + stderr).toContain('*'.repeat(secret.length))
    }
    expect(text.stderr).toContain(`(${code})`)
    if (caret !== undefined) expect(text.stderr).toContain(`\n  | ${caret}\n`)
    expect(JSON.parse(json.stdout)).toMatchObject({ error: { code, location: { line: 1 } } })
  } finally {
    await sandbox.remove()
  }
})
