// sqitch.conf: where the plan and the scripts of a project are. A file as git's settings are, `[core]` with `top_dir = sql`
// below it; `[engine "pg"]` goes before `[core]`, and `[target "name"]`, where one is named, before both. What is not set
// follows from the top folder; the paths begin where sqitch.conf lies.
import { posix } from 'node:path'

/** The file in a project. */
export const confName = 'sqitch.conf'

/** A folder for each kind of script. */
interface ScriptFolders {
  readonly deploy: string
  readonly revert: string
  readonly verify: string
}

/** Paths from the folder of the project. */
export interface SqitchPlaces extends ScriptFolders {
  readonly plan: string
  /** Of what was planned again: the scripts as they were at a tag. */
  readonly reworked: ScriptFolders
  readonly extension: string
  /** The schema of sqitch's tables. */
  readonly registry: string
}

export const usualRegistry = 'sqitch'

/** What the settings say; `top` is the top folder where they name none. */
export function placesIn(conf: string, top = '.'): SqitchPlaces {
  const settings = settingsIn(conf)
  const target = settings.get('core.target') ?? settings.get('engine.pg.target') ?? ''
  const set = (key: string): string | undefined =>
    settings.get(`target.${target}.${key}`) ?? settings.get(`engine.pg.${key}`) ?? settings.get(`core.${key}`)
  const placed = (key: string, otherwise: string): string =>
    posix.normalize(set(key) ?? otherwise).replace(/(?<=.)\/$/u, '')
  const topFolder = placed('top_dir', top)
  const folders = (prefix: string, above: string): ScriptFolders => ({
    deploy: placed(`${prefix}deploy_dir`, `${above}/deploy`),
    revert: placed(`${prefix}revert_dir`, `${above}/revert`),
    verify: placed(`${prefix}verify_dir`, `${above}/verify`),
  })
  return {
    plan: placed('plan_file', `${topFolder}/sqitch.plan`),
    ...folders('', topFolder),
    reworked: folders('reworked_', placed('reworked_dir', topFolder)),
    extension: set('extension') ?? 'sql',
    registry: set('registry') ?? usualRegistry,
  }
}

/** By `section.key` or `section.subsection.key`. */
function settingsIn(conf: string): ReadonlyMap<string, string> {
  const settings = new Map<string, string>()
  let section = ''
  for (const line of conf.split(/\r?\n/u)) {
    const [, name, below] = /^\s*\[\s*([\w.-]+)(?:\s+"([^"]*)")?\s*\]/u.exec(line) ?? []
    const [, key, quoted, bare = ''] = /^\s*([\w-]+)\s*=\s*(?:"([^"]*)"|([^#;]*))/u.exec(line) ?? []
    if (name !== undefined) section = [name.toLowerCase(), ...(below === undefined ? [] : [below])].join('.')
    else if (key !== undefined) settings.set(`${section}.${key.toLowerCase()}`, quoted ?? bare.trim())
  }
  return settings
}
