// SET clauses of functions and databases, stored in pg_proc.proconfig and pg_db_role_setting as `name=value`. The few settings that hold a list of
// names are stored as quoted identifiers; all others as the plain value (the server's GUC_LIST_QUOTE flag).
import { quoteLiteral, quoteName, quotePath } from '../sql/quote.ts'

const nameLists = new Set([
  'local_preload_libraries',
  'search_path',
  'session_preload_libraries',
  'shared_preload_libraries',
  'temp_tablespaces',
  'unix_socket_directories',
])

/** `search_path=public, "My App"` → `SET search_path TO public, 'My App'`. */
export function settingClause(setting: string): string {
  const equals = setting.indexOf('=')
  const name = setting.slice(0, equals)
  const value = setting.slice(equals + 1)
  const written = nameLists.has(name) ? nameList(value) : quoteLiteral(value)
  return `SET ${settingName(name)} TO ${written}`
}

/** `search_path` → `RESET search_path`. */
export function resetClause(name: string): string {
  return `RESET ${settingName(name)}`
}

/** The server's own settings (`TimeZone`) are found in any case; those with a prefix are made as they are written. */
function settingName(name: string): string {
  return name.includes('.') ? quotePath(...name.split('.')) : name
}

/** The names in the value of such a list, as it is stored. */
export function namesIn(value: string): readonly string[] {
  return [...value.matchAll(/"((?:[^"]|"")*)"|([^",\s]+)/gu)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  )
}

function nameList(value: string): string {
  const names = namesIn(value)
  if (names.length === 0) return "''"
  return names.map((name) => (quoteName(name) === name ? name : quoteLiteral(name))).join(', ')
}
