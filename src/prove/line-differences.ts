/** Lines told before the rest is only counted. */
const toldLines = 24

/**
 * What two texts of unordered pieces differ in: `-` stands before what only the left has, `+` before what only
 * the right has, as often as it has it more. Undefined where nothing differs.
 */
export function lineDifferences(left: readonly string[], right: readonly string[]): string | undefined {
  const lines = [...onlyIn(left, right).map((line) => `- ${line}`), ...onlyIn(right, left).map((line) => `+ ${line}`)]
  if (lines.length === 0) return undefined
  const told = lines.slice(0, toldLines)
  return lines.length > told.length ? [...told, `… and ${lines.length - told.length} more`].join('\n') : told.join('\n')
}

function onlyIn(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>()
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1)
  return lines.filter((line) => {
    const count = left.get(line) ?? 0
    if (count > 0) left.set(line, count - 1)
    return count === 0
  })
}
