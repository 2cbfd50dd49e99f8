/** A result as `--json` prints it: one JSON document that ends with a line break. */
export function jsonText(result: object): string {
  return `${JSON.stringify(result, null, 2)}\n`
}
