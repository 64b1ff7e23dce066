/** Calls that stand one under another, made concurrently: first all of them, then what is done with their results. */
import type { Call, Facts } from '../../facts/facts.ts'
import type { Site } from '../../facts/sites.ts'
import { enclosing, type Node, part } from '../../facts/syntax.ts'
import { type Edit, edited, fresh, indented, indentOf } from './edits.ts'
import type { Overlapping } from './models.ts'
import { guardBefore, guarded, imports } from './module.ts'

/** Null where the calls don't stand in statements of one block. */
export function rowsRewritten(site: Site, facts: Facts, model: Overlapping): string | null {
  const { source } = facts
  const pieces = site.calls.map((call) => pieceOf(call, site.kind === 'awaited'))
  const [first] = pieces
  if (!first || pieces.some((piece) => piece === null)) return null
  const row = pieces.filter((piece) => piece !== null)
  const indent = indentOf(source, first.statement.start)
  if (indent === null || row.some(({ statement }) => !isAlone(statement, source))) return null
  if (row.some(({ statement }) => statement.parent !== first.statement.parent)) return null
  const named = row.map((piece, i) => ({
    ...piece,
    name: nameOf(piece) ?? (isBare(piece) ? null : fresh(`result_${i + 1}`, source)),
  }))
  const way = wayOf(named, site, model)
  if (way === null) return null
  const edits = [
    { start: first.statement.start, end: first.statement.start, text: headOf(way.lines, indent) },
    ...statementEdits(named, source),
    ...imports(facts, way.imports),
  ]
  const [call] = site.calls
  const guard =
    model === 'processes' && call ? guardBefore(facts, call.func, first.statement) : null
  return guard ? guarded(source, edits, guard) : edited(source, edits)
}

type Piece = Readonly<{ call: Call; unit: Node; statement: Node }>
type Named = Piece & Readonly<{ name: string | null }>

/** The unit is what gives the result: the call, or the `await` around it. */
function pieceOf(call: Call, awaited: boolean): Piece | null {
  const around = [call.node, ...enclosing(call.node)]
  const unit = awaited ? around.find(({ type }) => type === 'await') : call.node
  const at = around.findIndex((node) => /^(block|module)$/.test(node.parent?.type ?? ''))
  const statement = around[at]
  if (!unit || !statement || !/^(expression_statement|return_statement)$/.test(statement.type))
    return null
  return { call, unit, statement }
}

function isAlone(statement: Node, source: string): boolean {
  const end = statement.start + statement.text.length
  const rest = source.slice(end, `${source}\n`.indexOf('\n', end))
  return indentOf(source, statement.start) !== null && /^\s*(#.*)?$/.test(rest)
}

/** `x` of `x = unit`. */
function nameOf({ unit, statement }: Piece): string | null {
  const assignment = statement.children[0]
  if (assignment?.type !== 'assignment' || part(assignment, 'right') !== unit) return null
  const left = part(assignment, 'left')
  return left?.type === 'identifier' && !part(assignment, 'type') ? left.text : null
}

const isBare = ({ unit, statement }: Piece): boolean =>
  statement.type === 'expression_statement' && statement.children[0] === unit

/** Statements that were nothing but the call go; in the others the result takes its place. */
function statementEdits(row: readonly Named[], source: string): Edit[] {
  const edits: Edit[] = []
  for (const piece of row) {
    const { unit, statement, name } = piece
    if (isBare(piece) || nameOf(piece) !== null) {
      const end = `${source}\n`.indexOf('\n', statement.start + statement.text.length)
      const from = source.lastIndexOf('\n', statement.start - 1) + 1
      const isFirst = piece === row[0]
      edits.push({
        start: isFirst ? statement.start : from,
        end: isFirst ? end : Math.min(source.length, end + 1),
        text: '',
      })
    } else edits.push({ start: unit.start, end: unit.start + unit.text.length, text: name ?? '' })
  }
  return edits
}

const headOf = (lines: readonly string[], indent: string): string => {
  const text = indented(lines.join('\n'), indent).slice(indent.length)
  return text
}

type Way = Readonly<{ lines: readonly string[]; imports: readonly string[] }>

function wayOf(row: readonly Named[], site: Site, model: Overlapping): Way | null {
  const inAsync = row.some(({ call }) => call.func.async)
  const names = row.some(({ name }) => name !== null)
    ? `${row.map(({ name }) => name ?? '_').join(', ')} = `
    : ''
  if (site.kind === 'awaited' || (inAsync && model !== 'processes')) {
    const made = row.map(({ unit, call }) =>
      site.kind === 'awaited' ? (unit.children[0]?.text ?? '') : handed('asyncio.to_thread', call),
    )
    return {
      imports: ['import asyncio'],
      lines: listed(`${names}await asyncio.gather(`, made, ')'),
    }
  }
  if (model === 'async' || inAsync) return null
  const pool = model === 'threads' ? 'ThreadPoolExecutor' : 'ProcessPoolExecutor'
  return {
    imports: [`from concurrent.futures import ${pool}`],
    lines: [
      `with ${pool}(${model === 'threads' ? `max_workers=${row.length}` : ''}) as pool:`,
      ...listed(
        'futures = [',
        row.map(({ call }) => handed('pool.submit', call)),
        ']',
      ).map((line) => `    ${line}`),
      `${names === '' ? 'results = ' : names}[future.result() for future in futures]`,
    ],
  }
}

/** `f(a, b)` → `pool.submit(f, a, b)` */
function handed(to: string, { node }: Call): string {
  const given = part(node, 'arguments')?.text.slice(1, -1).trim().replace(/,$/, '') ?? ''
  return `${to}(${part(node, 'function')?.text ?? ''}${given === '' ? '' : `, ${given}`})`
}

const WIDTH = 88

function listed(open: string, items: readonly string[], close: string): string[] {
  const line = `${open}${items.join(', ')}${close}`
  if (line.length <= WIDTH && !line.includes('\n')) return [line]
  return [open, ...items.map((item) => `    ${item},`), close]
}
