import type { KindMutations } from './mutation.ts'
import { sequences } from './sequence.ts'

/** The mutations of every kind, in the order in which their schemas are built. The only list of them. */
export const kindMutations: readonly KindMutations[] = [sequences]
