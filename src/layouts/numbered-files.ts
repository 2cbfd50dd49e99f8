// `<number>_<name>.<extension>` files in the order of their numbers, however many digits those have.
import { within, type Folder } from './layout.ts'

export interface NumberedFile {
  /** The digits as they stand in the name. */
  readonly id: string
  readonly name: string
  readonly path: string
}

/** The files that `pattern` fits; its groups are the number and the name. */
export function numberedFiles(folder: Folder, pattern: RegExp): NumberedFile[] {
  return folder.files
    .flatMap((file) => {
      const [, id, name = ''] = pattern.exec(file) ?? []
      return id === undefined ? [] : [{ id, name, path: within(folder, file) }]
    })
    .sort(byNumber)
}

/** Orders by number. */
export function byNumber(a: { readonly id: string }, b: { readonly id: string }): number {
  const [first, second] = [BigInt(a.id), BigInt(b.id)]
  return first < second ? -1 : first > second ? 1 : 0
}
