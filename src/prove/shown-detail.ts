// What a witness tells is printed and kept: no secret may stand in it. Those of the databases on the stand are known by
// their values; others, such as a password in the body of a function, by the words they stand behind.
import { maskSecrets } from '../history/mask-secrets.ts'
import { maskValues } from '../history/mask-values.ts'
import type { Observation } from './witness.ts'

/** The text as it may be shown. */
export function withoutSecrets(text: string, secrets: ReadonlySet<string>): string {
  return maskSecrets(maskValues(text, secrets))
}

/** The observation as it may be shown. */
export function shownObservation(seen: Observation, secrets: ReadonlySet<string>): Observation {
  return seen.detail === undefined ? seen : { ...seen, detail: withoutSecrets(seen.detail, secrets) }
}
