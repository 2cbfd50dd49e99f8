import { PassThrough } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { askAtTerminal } from '../../src/cli/terminal.ts'
import { repository } from '../systems/practice/history.ts'
import { runProgram } from '../systems/run-pgfold.ts'

describe('a question at the terminal', () => {
  afterEach(() => vi.restoreAllMocks())

  /** What is answered when these keys are typed at the question. */
  const typing = async (keys: string): Promise<string | undefined> => {
    const [keyboard, screen] = [terminal(), terminal()]
    vi.spyOn(process, 'stdin', 'get').mockReturnValue(keyboard as unknown as typeof process.stdin)
    vi.spyOn(process, 'stderr', 'get').mockReturnValue(screen as unknown as typeof process.stderr)
    const answer = askAtTerminal(() => undefined)?.('Name? ')
    keyboard.write(keys)
    return answer
  }

  it('takes the line that is typed', async () => {
    expect(await typing('shop\r')).toBe('shop')
  })

  it('takes Ctrl-D for an empty answer', async () => {
    expect(await typing('\u0004')).toBe('')
  })

  it('hands Ctrl-C on as the signal', async () => {
    const signalled = new Promise((resolve) => {
      vi.spyOn(process, 'kill').mockImplementation((pid, signal) => {
        resolve([pid, signal])
        return true
      })
    })
    void typing('\u0003')
    expect(await signalled).toEqual([process.pid, 'SIGINT'])
  })
})

describe('a signal', () => {
  // The spinner's package puts the cursor back and raises the signal again where it sees no listener but its own.
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('%s ends with exit code 2, whoever else listens', async (signal) => {
    const script = `
      import { onInterrupt } from ${JSON.stringify(pathToFileURL(join(repository, 'dist/cli/terminal.js')).href)}
      onInterrupt(false)
      process.on('${signal}', function raiseAgain() {
        if (process.listenerCount('${signal}') > 1) return
        process.off('${signal}', raiseAgain)
        process.kill(process.pid, '${signal}')
      })
      setInterval(() => undefined, 60_000)
      process.kill(process.pid, '${signal}')`
    const ended = await runProgram(process.execPath, ['--input-type=module', '--eval', script], { cwd: repository })
    expect(ended).toEqual({ exitCode: 2, stdout: '', stderr: 'pgfold: stopped; what was not finished is undone\n' })
  })
})

function terminal(): PassThrough & { isTTY: boolean } {
  return Object.assign(new PassThrough(), { isTTY: true, columns: 80 })
}
