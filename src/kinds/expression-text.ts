// Deparsed expressions inside the brackets that the grammar asks for. The server brackets most expressions
// itself, `(price > 0)`, but not calls and names, `is_valid(code)`.

/** The expression in brackets: as it is where one pair already holds all of it. */
export function inBrackets(expression: string): string {
  return isBracketed(expression) ? expression : `(${expression})`
}

// Strings and quoted names are skipped; the server doubles the quotes inside both.
function isBracketed(text: string): boolean {
  if (!text.startsWith('(')) return false
  let depth = 0
  let quote: string | undefined
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (quote !== undefined) quote = character === quote ? undefined : quote
    else if (character === "'" || character === '"') quote = character
    else if (character === '(') depth++
    else if (character === ')') depth--
    if (depth === 0) return at === text.length - 1
  }
  return false
}
