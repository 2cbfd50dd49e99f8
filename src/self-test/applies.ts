/** Whether something is meant for servers of this major version. */
export function applies(
  { requires = 0, until = Infinity }: { readonly requires?: number; readonly until?: number },
  major: number,
): boolean {
  return requires <= major && major <= until
}
