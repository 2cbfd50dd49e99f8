/** Rows `{what, ours, peer, peerName, unit, goal, met}` (seconds or counts) as aligned text with the ratio ours/peer. */
export function table(rows) {
  const head = ['what', 'pgfold', 'peer', 'ratio', 'peer is', 'goal']
  const lines = rows.map(({ what, ours, peer, peerName, unit, goal, met }) => [
    what,
    figure(ours, unit),
    figure(peer, unit),
    (ours / peer).toFixed(2),
    peerName,
    met ? goal : `${goal}: missed`,
  ])
  const widths = head.map((title, index) => Math.max(title.length, ...lines.map((line) => line[index].length)))
  return [head, ...lines].map((line) => line.map((cell, index) => cell.padEnd(widths[index])).join('  ')).join('\n')
}

function figure(value, unit) {
  return unit === 's' ? `${value.toFixed(3)} s` : `${value} ${unit}`
}
