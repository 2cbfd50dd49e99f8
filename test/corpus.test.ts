import { describeCorpus } from './support/describe-corpus.ts'
import { heavySpecs } from './support/servers.ts'

for (const spec of heavySpecs) describeCorpus(spec)
