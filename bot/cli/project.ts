/** Reads several files as one program: the main file, and the files next to it or named explicitly. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import type { Limits } from '../../sandbox/limits.ts'
import type { SourceFile } from '../../sandbox/sandbox.ts'
import { count, size } from '../lib/text/quantities.ts'
import { EXIT, Refusal } from './exit.ts'
import { type ProgramFile, readPrograms } from './programs.ts'

/**
 * Reads a project: the last of `paths` is the program, or a folder with a `main.py`; the others are its folders and
 * files. Every file keeps its path relative to the program, which runs as `main.py`.
 *
 * @throws {Refusal} when something can't be read, or there are too many files or bytes for the working directory of a
 *   run.
 */
export async function readProject(paths: readonly string[], limits: Limits): Promise<ProgramFile> {
  const main = await mainOf(paths)
  const [program] = await readPrograms([main], limits)
  if (!program) throw new Refusal(EXIT.noInput, `${main} does not exist`)
  const base = dirname(resolve(main))
  const listed = await Promise.all(paths.map((path) => filesUnder(path)))
  const inside = [...new Set(listed.flat().map((path) => resolve(path)))].filter(
    (path) => path.startsWith(base + sep) && path !== join(base, 'main.py'),
  )
  if (inside.length > limits.workInodes) {
    throw tooMuch(count(inside.length, 'file'), limits.workInodes.toLocaleString('en'))
  }
  return { ...program, files: await contents(inside, base, limits) }
}

const tooMuch = (what: string, most: string): Refusal =>
  new Refusal(EXIT.noInput, `The project is ${what}; the folder of a run holds ${most}`)

/** `app/` means `app/main.py`; a name that doesn't exist here may be in one of the folders. */
async function mainOf(paths: readonly string[]): Promise<string> {
  const last = paths.at(-1) ?? '.'
  if (await isFolder(last)) return join(last, 'main.py')
  const places = [last, ...paths.slice(0, -1).map((path) => join(path, last))]
  for (const place of places) if (await exists(place)) return place
  return last
}

/** Files and folders that a run doesn't need. */
const LEFT_OUT = /^(\..*|__pycache__|node_modules|venv)$/

async function filesUnder(path: string): Promise<string[]> {
  if (!(await isFolder(path))) return (await exists(path)) ? [path] : []
  const entries = await readdir(path, { withFileTypes: true })
  const found = await Promise.all(
    entries
      .filter(({ name }) => !LEFT_OUT.test(name))
      .map(async (entry) => {
        const inside = join(path, entry.name)
        if (entry.isDirectory()) return filesUnder(inside)
        return entry.isFile() ? [inside] : []
      }),
  )
  return found.flat()
}

async function contents(
  paths: readonly string[],
  base: string,
  { workBytes }: Limits,
): Promise<SourceFile[]> {
  const stats = await Promise.all(paths.map((path) => stat(path)))
  const bytes = stats.reduce((sum, each) => sum + each.size, 0)
  if (bytes > workBytes) throw tooMuch(size(bytes), size(workBytes))
  return Promise.all(
    paths.map(async (path) => ({
      name: relative(base, path).split(sep).join('/') || basename(path),
      content: await readFile(path),
    })),
  )
}

const isFolder = async (path: string): Promise<boolean> =>
  (await statOf(path))?.isDirectory() ?? false
const exists = async (path: string): Promise<boolean> => (await statOf(path)) !== null
const statOf = (path: string) => stat(path).catch(() => null)
