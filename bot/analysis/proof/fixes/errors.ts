/** Fixes of errors that say what is wrong: tried where no finding explains them. */
import type { Facts } from '../../facts/facts.ts'
import { within } from '../../facts/syntax.ts'
import { replaced, withEdits } from './fix.ts'

/** The program without the error; null where the error does not say enough. `error` is `Type: message`. */
export function errorFixed(error: string, line: number | null, facts: Facts): string | null {
  for (const fix of [misspelt, unpacked, asTuple]) {
    const program = fix(error, line, facts)
    if (program !== null) return program
  }
  return null
}

type ErrorFix = (error: string, line: number | null, facts: Facts) => string | null

/** `name 'totl' is not defined. Did you mean: 'total'?` */
const misspelt: ErrorFix = (error, line, facts) => {
  const [, wrong, right] = /name '(\w+)' is not defined\. Did you mean: '(\w+)'/.exec(error) ?? []
  if (!wrong || !right) return null
  const names = Array.from(within(facts.root)).filter(
    (node) => node.type === 'identifier' && node.text === wrong && node.line === line,
  )
  return names.length > 0
    ? withEdits(
        facts,
        names.map((node) => replaced(node, right)),
      )
    : null
}

/** `asyncio.gather([a, b])` → `asyncio.gather(*[a, b])` */
const unpacked: ErrorFix = (error, line, facts) => {
  if (!/unhashable type: 'list'|An asyncio\.Future, a coroutine or an awaitable/.test(error))
    return null
  const gather = facts.calls.find((call) => call.name === 'asyncio.gather' && call.line === line)
  const [given, ...others] = gather?.arguments ?? []
  return given && others.length === 0
    ? withEdits(facts, [{ start: given.start, end: given.start, text: '*' }])
    : null
}

/** `args=('Ann')` is a text: `args=('Ann',)` */
const asTuple: ErrorFix = (error, _, facts) => {
  if (!/takes \d+ positional arguments? but \d+ were given/.test(error)) return null
  const wrong = facts.calls.flatMap(({ keywords }) => {
    const args = keywords.get('args')
    return args?.type === 'parenthesized_expression' ? [args] : []
  })
  if (wrong.length === 0) return null
  return withEdits(
    facts,
    wrong.map((args) => replaced(args, `${args.text.slice(0, -1)},)`)),
  )
}
