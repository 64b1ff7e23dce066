/** Window callbacks that wait: meanwhile, nothing is drawn and no click is handled. */
import { entriesOf } from '../facts/entries.ts'
import type { Call, Facts } from '../facts/facts.ts'
import { reachedFrom } from '../facts/running.ts'
import type { FindingRule } from '../program.ts'
import { code } from '../wording.ts'

const LONG_WAIT = /^(sleep|network|child|database|lock|queue)$/
/** People don't notice a shorter pause (s). */
const NOTICED_S = 0.1

export const frozenWindow: FindingRule = {
  name: 'frozen-window',
  severity: 'error',
  docs: 'library/tkinter.html#threading-model',
  *find({ facts }) {
    const told = new Set<number>()
    for (const { func, place, framework } of entriesOf(facts)) {
      if (place !== 'window') continue
      const wait = reachedFrom(func).find(({ call }) => isLong(call, facts))?.call
      if (!wait || told.has(wait.line)) continue
      told.add(wait.line)
      yield {
        line: wait.line,
        message: `Line ${wait.line}: ${code(`${wait.name}(...)`)} runs in the thread that draws the window (${framework.title} calls ${code(`${func.qualified}()`)} there), so the window freezes until it is done. Run it in its own thread, and pass the result back with ${BACK[framework.title] ?? 'an event'}.`,
      }
    }
  },
}

const BACK: Readonly<Record<string, string>> = {
  Tkinter: '`root.after(0, ...)`',
  Qt: 'a signal',
  Kivy: '`Clock.schedule_once`',
}

function isLong(call: Call, facts: Facts): boolean {
  const { library } = call
  if (!library?.waits || library.coroutine || !LONG_WAIT.test(library.waits)) return false
  if (library.waits !== 'sleep') return !/\.(put|release)$/.test(call.name)
  const seconds = call.arguments[0] ? facts.numberOf(call.arguments[0], call.func) : null
  return seconds === null || seconds >= NOTICED_S
}
