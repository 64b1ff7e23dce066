/** A post: a program as people write it, whose first comments say what they ask and what comes of it here. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { shellWords } from '../../bot/lib/text/shell-words.ts'

export type Post = Readonly<{
  name: string
  code: string
  args: readonly string[]
  /** `runs`, `serves` until it is stopped, `lacks` something that its answer names first, or `fails`. */
  outcome: string
  /** What the headline of the answer says. */
  says: readonly string[]
  serves: boolean
}>

const FOLDER = join(import.meta.dirname, 'programs')

export function posts(): readonly Post[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.py'))
    .sort()
    .map((name) => postOf(name.slice(0, -3), readFileSync(join(FOLDER, name), 'utf8')))
}

function postOf(name: string, code: string): Post {
  const end = code.split('\n').findIndex((line) => !line.startsWith('# '))
  const header = code.split('\n').slice(0, end)
  const values = (key: string) =>
    header.filter((line) => line.startsWith(`# ${key}: `)).map((line) => line.slice(key.length + 4))
  const [outcome = 'runs'] = values('here')
  return {
    name,
    code,
    args: shellWords(values('args')[0] ?? ''),
    outcome,
    says: values('says'),
    serves: outcome === 'serves',
  }
}
