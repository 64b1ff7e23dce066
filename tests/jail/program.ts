/** A test program: Python whose first comments say what it does and how it must end. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { shellWords } from '../../bot/lib/text/shell-words.ts'
import { LIMITS, type Limits } from '../../sandbox/limits.ts'
import {
  type Job,
  ROUTE_KINDS,
  type Route,
  type RunResult,
  type SourceFile,
} from '../../sandbox/sandbox.ts'

export type Program = Readonly<{
  name: string
  /** The first comment line: what it does. */
  about: string
  code: string
  /** What lies beside main.py: parts of the same text after `# file: NAME` lines. */
  files: readonly SourceFile[]
  limits: Partial<Limits>
  stdin: string | undefined
  args: readonly string[]
  /** `http GET /path`: where visitors go. */
  visits: readonly Route[]
  /** `ok`, `error 3`, `signal SIGKILL`…: one of them. Empty: the program's end is not tested. */
  ends: readonly string[]
  says: readonly string[]
  never: readonly string[]
  /** Names of the files that come back, or null for any. */
  returns: readonly string[] | null
}>

/** Reads all programs of a folder beside this file. */
export function programs(folder: string): Program[] {
  const path = fileURLToPath(new URL(folder, import.meta.url))
  return readdirSync(path)
    .filter((name) => name.endsWith('.py'))
    .sort()
    .map((name) => parse(basename(name, '.py'), readFileSync(join(path, name), 'utf8')))
}

export function jobOf(program: Program, more: readonly SourceFile[] = []): Job {
  const { code, files, limits, stdin, args, visits } = program
  const input = stdin === undefined ? {} : { stdin }
  return { code, files: [...files, ...more], limits, args, visits, ...input }
}

/** Where a run differs from what the program's header says. */
export function* problemsOf(program: Program, result: RunResult): Iterable<string> {
  const end = endOf(result)
  const text = textOf(result)
  if (!program.ends.some((allowed) => end === allowed || end.startsWith(`${allowed} `)))
    yield `ended with ${end}: ${text.slice(-1000)}`
  for (const said of program.says)
    if (!text.includes(said)) yield `did not say ${said}: ${text.slice(-1000)}`
  for (const word of program.never) if (text.includes(word)) yield `said ${word}`
  const names = result.files.map((file) => file.name)
  if (program.returns && program.returns.join(' ') !== names.join(' '))
    yield `left the files ${names.join(' ')}`
}

/** How a run ended, in the words of the header; `error` there stands for any exit code. */
export function endOf({ status, exitCode, signal }: RunResult): string {
  if (status === 'error') return `error ${exitCode}`
  if (status === 'signal') return `signal ${signal}`
  return status
}

export function textOf(result: RunResult, stream?: 'stdout' | 'stderr'): string {
  return result.output
    .filter((chunk) => stream === undefined || chunk.stream === stream)
    .map((chunk) => chunk.text)
    .join('')
}

function parse(name: string, text: string): Program {
  const [main = '', ...beside] = text.split(/^(?=# file: )/m)
  const header = main.split('\n').filter((line, at, all) => isHeader(all, at) && line)
  const values = (key: string) =>
    header
      .filter((line) => line.startsWith(`# ${key}:`))
      .map((line) => line.slice(key.length + 3).trim())
  const alternatives = (key: string) => values(key).flatMap((value) => value.split(' | '))
  const [returned] = values('files')
  return {
    name,
    about: header[0]?.slice(2) ?? name,
    code: main,
    files: [...beside.map(besideFile), ...(/\battempt\b/.test(main) ? [ATTEMPT] : [])],
    limits: Object.fromEntries(values('limits').flatMap((text) => [...limitsIn(text)])),
    stdin: values('stdin')[0]?.replaceAll('\\n', '\n'),
    args: shellWords(values('args')[0] ?? ''),
    visits: values('visit').map(routeIn),
    ends: alternatives('end'),
    says: values('says'),
    never: values('never'),
    returns:
      returned === undefined || returned === '*' ? null : returned.split(' ').filter(Boolean),
  }
}

function isHeader(lines: readonly string[], at: number): boolean {
  return lines.slice(0, at + 1).every((line) => line.startsWith('# '))
}

function besideFile(part: string): SourceFile {
  const [first = '', ...rest] = part.split('\n')
  return sourceFile(first.slice('# file: '.length).trim(), rest.join('\n'))
}

export function sourceFile(name: string, text: string): SourceFile {
  return { name, content: new TextEncoder().encode(text) }
}

const ATTEMPT = sourceFile(
  'attempt.py',
  readFileSync(fileURLToPath(new URL('attempt.py', import.meta.url)), 'utf8'),
)

function routeIn(text: string): Route {
  const [kind, method = 'GET', path = '/'] = text.split(' ')
  return { kind: ROUTE_KINDS.find((known) => known === kind) ?? 'http', method, path }
}

function* limitsIn(text: string): Iterable<[string, number]> {
  for (const setting of text.split(' ')) {
    const [name = '', value] = setting.split('=')
    if (!(name in LIMITS)) throw new Error(`no such limit: ${name}`)
    yield [name, Number(value)]
  }
}
