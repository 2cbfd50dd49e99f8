// Finding brackets in SQL text that the server deparsed: there, only '…' (or E'…') and "…" can hide a bracket.
// This is lexing, for text that has no accessor of its own; the meaning of the text is never looked at.

// A string constant or a quoted name, where the deparser doubles the quote that stands inside; or one character.
const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[\s\S]/gu

/** The condition of pg_get_triggerdef's text, without WHEN and its brackets; null where it has none. */
export function triggerCondition(definition: string): string | null {
  let position = 0
  for (const [piece] of definition.matchAll(token)) {
    if (piece === '(' && definition.slice(0, position).endsWith('WHEN ')) {
      return definition.slice(position + 1, closingBracket(definition, position))
    }
    position += piece.length
  }
  return null
}

function closingBracket(text: string, opening: number): number {
  let position = opening
  let depth = 0
  for (const [piece] of text.slice(opening).matchAll(token)) {
    if (piece === '(') depth += 1
    if (piece === ')' && --depth === 0) return position
    position += piece.length
  }
  return text.length
}
