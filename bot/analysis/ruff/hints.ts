/**
 * Lint hints from ruff, in a child process of its own: one bad input corrupts the WebAssembly
 * instance, so the child is given limited input only and is replaced after any failure.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export type Hint = Readonly<{ rule: string; line: number; message: string }>

export type Linter = Readonly<{
  /** Lints a source; empty when it exceeds the limits or takes too long. */
  hints(source: string): Promise<readonly Hint[]>
  close(): void
}>

const LINT_LIMITS = {
  characters: 64 * 1024,
  lineLength: 2_000,
  brackets: 200,
  operatorsInLine: 500,
  /** Later answers are dropped. */
  answerMs: 300,
  /** While the child is starting, wait no longer than this. */
  coldMs: 30,
  waiting: 8,
} as const

type Answer = Readonly<{ id: number; hints: readonly Hint[] | null }>

/** Creates a linter; the child process starts with the first source. */
export function createLinter(): Linter {
  let child: ChildProcess | null = null
  let warm = false
  let lastId = 0
  const waiting = new Map<number, (hints: readonly Hint[]) => void>()

  return { hints, close: replace }

  async function hints(source: string): Promise<readonly Hint[]> {
    if (!isTame(source) || waiting.size >= LINT_LIMITS.waiting) return []
    lastId += 1
    const id = lastId
    const { promise, resolve } = Promise.withResolvers<readonly Hint[]>()
    const timer = setTimeout(() => answer(id, []), warm ? LINT_LIMITS.answerMs : LINT_LIMITS.coldMs)
    waiting.set(id, (found) => {
      clearTimeout(timer)
      resolve(found)
    })
    running().send({ id, source }, (error) => {
      if (error) answer(id, [])
    })
    return promise
  }

  function running(): ChildProcess {
    if (child) return child
    const started = fork(fileURLToPath(new URL('child.ts', import.meta.url)), {
      execArgv: ['--liftoff-only'],
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    started.on('message', (message: Answer) => {
      warm = child === started
      answer(message.id, message.hints ?? [])
      if (message.hints === null) replace()
    })
    started.on('exit', () => {
      if (child !== started) return
      child = null
      warm = false
    })
    started.on('error', replace)
    started.unref()
    started.channel?.unref()
    child = started
    return started
  }

  function answer(id: number, found: readonly Hint[]): void {
    waiting.get(id)?.(found)
    waiting.delete(id)
  }

  function replace(): void {
    child?.kill('SIGKILL')
    child = null
    warm = false
    for (const id of waiting.keys()) answer(id, [])
  }
}

const OPERATORS = /[.+\-*/%&|^<>=~]/g
const BRACKETS = /[()[\]{}]/g

/** Whether a source is within limits that ruff's parser is known to survive. */
function isTame(source: string): boolean {
  if (source.length > LINT_LIMITS.characters || source.includes('\0')) return false
  let depth = 0
  for (const line of source.split('\n')) {
    if (line.length > LINT_LIMITS.lineLength) return false
    if ((line.match(OPERATORS)?.length ?? 0) > LINT_LIMITS.operatorsInLine) return false
    for (const [bracket] of line.matchAll(BRACKETS)) {
      depth = '([{'.includes(bracket) ? depth + 1 : Math.max(0, depth - 1)
      if (depth > LINT_LIMITS.brackets) return false
    }
  }
  return true
}
