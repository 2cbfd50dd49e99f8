// Which entries of a dump differ, and whether the differences that a change expects account for them: the name of the
// entry shares a word with the id of one of them, or its text names that object or the one it is a part of.

/** The names of the entries that differ and belong to no expected difference. */
export function strangers(left, right, { expected, isHarmless }) {
  if (isHarmless) return []
  const ids = expected.flatMap(({ id, reverseId }) => [id, reverseId ?? id])
  const words = new Set(ids.flatMap(wordsOf))
  const paths = ids.flatMap((id) => [id, id.replace(/\.[^.]+$/u, '')]).filter((path) => path.includes('.'))
  const isKnown = ({ name, text }) =>
    wordsOf(name).some((word) => words.has(word)) || paths.some((path) => text.includes(path))
  const differing = [...missingFrom(right, left), ...missingFrom(left, right)]
  return [...new Set(differing.filter((entry) => !isKnown(entry)).map(({ name }) => name))]
}

function missingFrom(dump, other) {
  const texts = new Set(entriesOf(dump).map(({ text }) => text))
  return entriesOf(other).filter(({ text }) => !texts.has(text))
}

// What is no part of an entry: settings of the session between two, the owner in the header, the last line.
function entriesOf(dump) {
  return dump
    .replaceAll(/^SET default_\w+ = .*$/gmu, '')
    .replaceAll(/^(-- Name: .*); Owner: .*$/gmu, '$1')
    .replace(/^--\n-- PostgreSQL database dump complete\n[^]*$/mu, '')
    .split(/(?=^--\n-- Name: )/mu)
    .flatMap((entry) => {
      const name = /^-- Name: (.*); Type: /mu.exec(entry)?.[1]
      return name === undefined ? [] : [{ name, text: entry.trimEnd() }]
    })
}

function wordsOf(name) {
  return name
    .toLowerCase()
    .split(/[\s.,()"[\]_]+/u)
    .filter((word) => word !== '' && word !== 'st')
}
