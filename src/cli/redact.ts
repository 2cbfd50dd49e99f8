// Keeps passwords out of everything that is printed. The code below never puts one into a message; this is
// the second wall, for texts that come from elsewhere: a driver's error, a program's stderr, a stack.

/** Where passwords may have come from. */
interface SecretSources {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Command-line arguments and settings: whatever looks like a URL or a conninfo string is searched. */
  readonly texts: readonly string[]
}

/**
 * A function that replaces every known password by `***`. A password that is also the name of the user,
 * the host or the database is only replaced where a connection string shows it as the password, so that
 * `postgres` stays readable.
 */
export function createRedactor({ env, texts }: SecretSources): (text: string) => string {
  const connections = [...texts, ...Object.values(env).filter((value) => value !== undefined)]
  const secrets = new Set<string>()
  const names = new Set<string>(['postgres', ...namesIn(env)])
  for (const text of connections) collect(text, { secrets, names })
  for (const name of ['PGPASSWORD', 'DB_PASSWORD']) if (env[name]) secrets.add(env[name])
  const hidden = [...secrets].filter((secret) => secret.length >= 4 && !names.has(secret))
  const searched = hidden
    .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
    .toSorted((a, b) => b.length - a.length)
  return (text) => {
    let clean = text
    for (const secret of searched) clean = clean.replaceAll(secret, '***')
    return clean.replaceAll(urlPassword, '$1***@').replaceAll(conninfoPassword, '$1***')
  }
}

const urlPassword = /(\bpostgres(?:ql)?:\/\/[^\s:/?#@]*:)[^\s/]*?@(?=[^\s@]*(?:\s|$))/gu
const conninfoPassword = /(\bpassword=)(?:'(?:[^'\\]|\\.)*'|[^\s&'"]+)/gu

interface Found {
  readonly secrets: Set<string>
  readonly names: Set<string>
}

function collect(text: string, { secrets, names }: Found): void {
  if (/^postgres(?:ql)?:\/\//u.test(text)) {
    const url = URL.canParse(text) ? new URL(text) : undefined
    const passwords = [url?.password, url?.searchParams.get('password'), /\/\/[^:/?#]*:(.*)@/u.exec(text)?.[1]]
    for (const password of passwords) if (password) secrets.add(decoded(password)).add(password)
    for (const name of [url?.username, url?.hostname, url?.pathname.slice(1)]) if (name) names.add(decoded(name))
  }
  const conninfo = /\bpassword\s*=\s*(?:'((?:[^'\\]|\\.)*)'|(\S+))/u.exec(text)
  const password = conninfo?.[1] ?? conninfo?.[2]
  if (password) secrets.add(password)
}

function namesIn(env: SecretSources['env']): string[] {
  return ['PGUSER', 'PGDATABASE', 'PGHOST', 'DB_USER', 'DB_NAME', 'DB_HOST', 'USER'].flatMap((name) => env[name] ?? [])
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a lone percent sign: not encoded at all
  }
}
