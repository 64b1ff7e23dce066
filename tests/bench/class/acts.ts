/** What a class does: programs of all kinds, edits, deletions, questions in private, commands and quizzes. */
import type { Given, Said, Seat } from './room.ts'

/** Something that was asked. `text` holds its word now. */
export type Asked = Readonly<{ way: string; by: string }> & {
  word: string
  /** Epoch ms of what was last said of it. */
  at: number
  isErased: boolean
  given: Given
}

type Luck = () => number
type Later = (ms: number, work: () => void) => void

/** Each prints its word once, first of all. They are short: jails don't hurry when a clock does. */
const PROGRAMS: readonly ((word: string) => string)[] = [
  (word) => `print("${word}")`,
  (word) =>
    `import asyncio\nasync def one():\n    await asyncio.sleep(0.1)\nasync def main():\n    print("${word}")\n    await asyncio.gather(*(one() for _ in range(5)))\nasyncio.run(main())`,
  (word) =>
    `import threading, time\nprint("${word}")\nfor each in [threading.Thread(target=time.sleep, args=(0.1,)) for _ in range(4)]: each.start()`,
  (word) =>
    `import time\nprint("${word}", flush=True)\nfor _ in range(4):\n    time.sleep(0.2)\n    print("on", flush=True)`,
  (word) => `print("${word}")\n1 / 0`,
  (word) => `print("${word}")\nfor n in range(3000): print("line", n)`,
  (word) => `print("${word}")\nopen("notes.txt", "w").write("x" * 1000)`,
  (word) => `print("${word}")\nprint(sum(n * n for n in range(200_000)))`,
  (word) => `import time\nprint("${word}", flush=True)\ntime.sleep(1)`,
]

const fenced = (code: string) => `\`\`\`python\n${code}\n\`\`\``

export function classOf(luck: Luck, clock: () => number) {
  const asked: Asked[] = []

  function pick<Thing>(things: readonly Thing[]): Thing {
    const thing = things[Math.floor(luck() * things.length)]
    if (thing === undefined) throw new Error('nothing to pick from')
    return thing
  }

  const newWord = () => `w${asked.length}x${Math.floor(luck() * 1000)}.`
  const program = (word: string) => pick(PROGRAMS)(word)

  function note(way: string, by: string, word: string, given: Given): Asked {
    const mine = { way, by, word, at: clock(), isErased: false, given }
    asked.push(mine)
    return mine
  }

  function say(by: string, seat: Seat, isDirect: boolean): Asked & { given: Said } {
    const word = newWord()
    const text = fenced(program(word))
    const given = isDirect ? seat.whisper(text, word) : seat.say(text, word)
    const mine = note(isDirect ? 'direct message' : 'message', by, word, given)
    return Object.assign(mine, { given })
  }

  /** One thing that somebody does; commands need somebody to take them. `later` does something in so many ms. */
  function act(by: string, seat: Seat, isUp: boolean, later: Later): void {
    const lot = luck() * (isUp ? 1 : 0.73) + (isUp ? 0 : 0.27)
    if (lot < 0.12) {
      const word = newWord()
      note('help', by, word, seat.help(word))
    } else if (lot < 0.27) {
      const word = newWord()
      const given = seat.run(program(word), word)
      if (given) note('command', by, word, given)
    } else {
      const mine = say(by, seat, luck() < 0.3)
      const soon = () => (luck() < 0.6 ? 300 + luck() * 4_000 : 10_000 + luck() * 20_000)
      if (lot < 0.47) later(soon(), () => edit(mine))
      else if (lot < 0.6) later(soon(), () => erase(mine))
    }
  }

  function edit(mine: Asked & { given: Said }): void {
    mine.word = newWord()
    mine.at = clock()
    mine.given.edit(fenced(program(mine.word)))
  }

  function erase(mine: Asked & { given: Said }): void {
    mine.isErased = true
    mine.at = clock()
    mine.given.erase()
  }

  return { asked, act }
}
