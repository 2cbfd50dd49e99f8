// What must not outlive this process. Each open scratch server registers here: `end` runs in order when a
// signal asks us to stop, `endAtOnce` when the process is already exiting and nothing may wait any more.
// Handlers are installed only while something is registered, so importing pgfold changes nothing.

interface Remains {
  /** Removes everything in order; may wait for a server. */
  end(): Promise<void>
  /** Removes what can be removed without waiting. */
  endAtOnce(): void
}

const registered = new Set<Remains>()
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Keeps `remains` until the returned function is called. */
export function removeOnExit(remains: Remains): () => void {
  if (registered.size === 0) install()
  registered.add(remains)
  return () => {
    if (registered.delete(remains) && registered.size === 0) uninstall()
  }
}

/** True while something has to be ended before this process. */
export function hasRemains(): boolean {
  return registered.size > 0
}

function install(): void {
  process.on('exit', endAllAtOnce)
  for (const signal of signals) process.on(signal, onSignal)
}

function uninstall(): void {
  process.off('exit', endAllAtOnce)
  for (const signal of signals) process.off(signal, onSignal)
}

function endAllAtOnce(): void {
  for (const remains of registered) remains.endAtOnce()
}

// Ends everything, then lets the signal do what it does by default: nobody but the caller sees an exit code
// of ours. A second signal does not wait. A program with handlers of its own decides itself what follows.
function onSignal(signal: NodeJS.Signals): void {
  const everything = [...registered]
  const others = process.listenerCount(signal) > 1
  for (const each of signals) process.off(each, onSignal)
  void Promise.allSettled(everything.map((remains) => remains.end())).then(() => {
    if (!others) process.kill(process.pid, signal)
  })
}
