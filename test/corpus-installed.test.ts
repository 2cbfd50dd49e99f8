import { describeCorpus } from './support/describe-corpus.ts'
import { serverSpecs } from './support/servers.ts'

const spec = 'installed:15'
if (serverSpecs.includes(spec)) describeCorpus(spec)
