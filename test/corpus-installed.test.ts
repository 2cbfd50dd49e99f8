import { describe } from 'vitest'
import { describeCorpus } from './support/describe-corpus.ts'
import { serverSpecs } from './support/servers.ts'

const spec = 'installed:15'
if (serverSpecs.includes(spec)) describeCorpus(spec)
else describe.skip(`the corpus on ${spec}: PostgreSQL 15 is not installed`, () => undefined)
