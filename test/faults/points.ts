import { afterAll, expect } from 'vitest'

/** Counts the points that a file of faults tries; behind its last test the count is printed, and must not be small. */
export function countPoints(what: string, atLeast: number): () => void {
  let points = 0
  afterAll(() => {
    console.info(`${what}: ${points} points`)
    expect(points).toBeGreaterThanOrEqual(atLeast)
  })
  return () => {
    points += 1
  }
}
