import { buildIfStale } from '../../scripts/build.js'

/** The command-line tests run the built program, so it is built once before any test starts. */
export function setup(): void {
  buildIfStale()
}
