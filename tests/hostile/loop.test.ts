/** Under the worst texts, results and pictures there are, the event loop goes on and others are answered. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { visit } from '../web/visitor.ts'
import type { Turns } from './turns.ts'

const KIB = 1024
const fenced = (code: string) => `\`\`\`\n${code}\n\`\`\``

/** Those of the issue first. */
const TEXTS: readonly string[] = [
  `${'\\\n'.repeat(80_000)}x`,
  `${'|'.repeat(120_000)}\n${'|-'.repeat(60_000)}`,
  `x${' '.repeat(128 * KIB)}y`,
  '['.repeat(128 * KIB),
  'x=1'.repeat(64 * KIB),
  'x=1\n'.repeat(50_000),
  '*a_ '.repeat(50_000),
  '\u200b'.repeat(250 * KIB),
  fenced('\\\n'.repeat(80_000)),
  fenced('0'.repeat(200_000)),
]

/** A result of 5 MiB: files, and as much output as is kept. */
const RESULT = `
for name in ("one", "two"):
    with open(name + ".bin", "wb") as file:
        file.write(bytes(range(256)) * 10 * 1024)
print("<\\u200b|" * 60_000)
`

/** 110 threads that flicker. */
const THREADS = `
import threading, time
def flicker():
    end = time.monotonic() + 1
    while time.monotonic() < end:
        time.sleep(0.011)
threads = [threading.Thread(target=flicker) for _ in range(110)]
for thread in threads: thread.start()
for thread in threads: thread.join()
`

const PROGRAM = `x = 1\n${'print(x)  # a program of 256 KiB\n'.repeat(7_300)}`

/** A connection that waits for its next use may be closed in the moment that it is used. */
const ONCE = { connection: 'close' }

test('no turn of the event loop takes longer than 100 ms, and everybody is answered', async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'serve.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill())
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const next = async () => String((await lines.next()).value)
  const url = await next()
  const ada = await visit(url, 'Ada', ONCE)
  const lobby = await ada.enter('lobby')
  const ask = async () => {
    const answer = await lobby.answer(await ada.say('lobby', fenced('print(6 * 7)')))
    expect(answer.html).toContain('42')
  }
  await ask()
  child.stdin.write('go\n')

  let isOver = false
  let asked = 0
  const honest = (async () => {
    for (; !isOver; asked++) {
      await ask()
      await setTimeout(600)
    }
  })()
  const file = new File([TEXTS[0] ?? ''], 'main.py')
  const answers = await Promise.all([
    ...TEXTS.map((text, at) => answered(url, `Eve ${at}`, text)),
    ...TEXTS.map((text, at) => answered(url, `Mallory ${at}`, text, { run: true })),
    ...[RESULT, THREADS, PROGRAM].map((code) => answered(url, 'Trudy', code, { run: true })),
    answered(url, 'Trent', '', { files: [file] }),
  ])
  isOver = true
  await honest
  lobby.leave()

  child.stdin.end()
  const seen = JSON.parse(await next()) as Turns & { errors: string[] }
  await once(child, 'exit')
  console.log(
    `event loop: ${seen.longestMs.toFixed()} ms of CPU, ${seen.delayMs.toFixed()} ms of delay; ${asked} others answered`,
  )
  expect(answers.filter(({ html }) => html === '')).toEqual([])
  expect(asked).toBeGreaterThan(0)
  expect(seen.errors).toEqual([])
  expect(seen.longestMs).toBeLessThanOrEqual(100)
}, 300_000)

/** What a browser of its own gets for an answer, which may be for its eyes only. */
async function answered(url: string, name: string, text: string, more = {}) {
  const visitor = await visit(url, name, ONCE)
  const lobby = await visitor.enter('lobby')
  const answer = await lobby.answer(await visitor.say('lobby', text, more))
  lobby.leave()
  return answer
}
