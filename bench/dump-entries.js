// Which entries of a dump differ, and whether the differences that a change expects account for them: the name of the
// entry must share a word with the id of one of them, as `t; TABLE` does with the column `st_table.t.a`.

/** The names of the entries that differ and belong to no expected difference. */
export function strangers(left, right, { expected, isHarmless }) {
  if (isHarmless) return []
  const known = new Set(expected.flatMap(({ id, reverseId }) => [...wordsOf(id), ...wordsOf(reverseId ?? '')]))
  const names = [...new Set([...changedNames(left, right), ...changedNames(right, left)])]
  return names.filter((name) => !wordsOf(name).some((word) => known.has(word)))
}

function changedNames(text, other) {
  const others = new Set(entriesOf(other))
  return entriesOf(text)
    .filter((entry) => !others.has(entry))
    .flatMap((entry) => /^-- Name: (.*); Type: /mu.exec(entry)?.[1] ?? [])
}

function entriesOf(dump) {
  return dump.split(/(?=^--\n-- Name: )/mu).map((entry) => entry.trimEnd())
}

function wordsOf(name) {
  return name.split(/[\s.,()"[\]]+/u).filter((word) => word !== '')
}
