// Ids for migrations that their runner knows by the whole name: the number before it is enough for people, as long as
// no other migration has it.

interface Label {
  readonly id: string
  readonly name: string
}

/** `{ id: '0003', name: 'add_status' }` for each; the whole name is the id where its number is another's too, or none. */
export function labelsOf(recorded: readonly string[]): Label[] {
  const labels = recorded.map(labelOf)
  const seen = new Map<string, number>()
  for (const { id } of labels) seen.set(id, (seen.get(id) ?? 0) + 1)
  return labels.map((label, index) => (seen.get(label.id) === 1 ? label : { id: recorded[index] ?? '', name: '' }))
}

function labelOf(recorded: string): Label {
  const [, id = recorded, name = ''] = /^(\d+)_(.*)$/u.exec(recorded) ?? []
  return { id, name }
}
