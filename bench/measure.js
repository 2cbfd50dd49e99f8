/**
 * Median seconds of two tasks run in turn (A B A B …), so that a machine that drifts drifts for both. Each
 * runs once before it counts.
 */
export async function medianOfBoth(ours, peer, runs) {
  const times = { ours: [], peer: [] }
  for (let run = 0; run <= runs; run++) {
    const pair = { ours: await secondsOf(ours), peer: await secondsOf(peer) }
    if (run === 0) continue
    times.ours.push(pair.ours)
    times.peer.push(pair.peer)
  }
  return { ours: median(times.ours), peer: median(times.peer) }
}

async function secondsOf(task) {
  const start = performance.now()
  await task()
  return (performance.now() - start) / 1000
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
