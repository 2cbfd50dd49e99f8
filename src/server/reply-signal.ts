// How one thread sleeps until another has put a reply on their port: a shared count of replies, which only grows.
// A flag that is set and cleared would not do: storing and notifying are two steps, and a notification that comes
// late wakes the next wait, whose reply is not there yet.

/** Tells the sleeping thread that one more reply is on the port. Call it after `postMessage`. */
export function announceReply(signal: Int32Array): void {
  Atomics.add(signal, 0, 1)
  Atomics.notify(signal, 0)
}

/** Sleeps until `count` replies have been announced, however often it is woken before. */
export function awaitReply(signal: Int32Array, count: number): void {
  for (;;) {
    const announced = Atomics.load(signal, 0)
    if (announced >= count) return
    Atomics.wait(signal, 0, announced)
  }
}
