import { describeCorpus } from './support/describe-corpus.ts'

describeCorpus('embedded')
