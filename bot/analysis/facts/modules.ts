/** The Python files of a program: which it imports, under which name, and how their lines are numbered. */
import { FILE_LINES } from '../../../sandbox/trace.ts'
import type { SourceText } from '../../lib/source-texts.ts'
import { type Node, part, readSyntax, type Syntax, within } from './syntax.ts'

/** A file as it is imported: `pkg.job` for `pkg/job.py`; `main.py` has the name ''. */
export type Module = Readonly<{
  name: string
  /** The package that relative imports start from. */
  package: string
  source: string
  syntax: Syntax
}>

/**
 * The files that the program imports, the first one's imports first; `main` is the first.
 * Lines of the others start where `numbered` says, as `sandbox/trace.ts` numbers them.
 */
export function importedModules(main: Module, numbered: readonly SourceText[]): readonly Module[] {
  const known = new Map(numbered.map((file, index) => [moduleName(file.name), { file, index }]))
  const modules = [main]
  const taken = new Set<string>()
  for (const importing of modules) {
    for (const name of importsOf(importing)) {
      const found = known.get(name)
      if (!found || taken.has(name)) continue
      taken.add(name)
      const { file, index } = found
      const isPackage = file.name.endsWith('/__init__.py')
      modules.push({
        name,
        package: isPackage ? name : name.split('.').slice(0, -1).join('.'),
        source: file.code,
        syntax: readSyntax(file.code, (index + 1) * FILE_LINES),
      })
    }
  }
  return modules
}

/** Expands relative imports such as `from . import x`. */
export function absolute(path: string, from: string): string {
  const dots = /^\.*/.exec(path)?.[0].length ?? 0
  if (dots === 0) return path
  const outer = from.split('.').slice(0, from.split('.').length - dots + 1)
  return [...outer, path.slice(dots)].filter(Boolean).join('.')
}

function moduleName(file: string): string {
  return file
    .replace(/\.py$/, '')
    .replace(/\/__init__$/, '')
    .replaceAll('/', '.')
}

/** Every module that an import may load, including the packages around it. */
function importsOf({ syntax, package: from }: Module): Set<string> {
  const names = new Set<string>()
  for (const node of within(syntax.root)) {
    if (!/^import_/.test(node.type)) continue
    for (const path of pathsOf(node, from)) {
      const parts = path.split('.')
      for (let length = 1; length <= parts.length; length += 1) {
        names.add(parts.slice(0, length).join('.'))
      }
    }
  }
  return names
}

function pathsOf(node: Node, from: string): string[] {
  const module = part(node, 'module_name')
  const base = module ? absolute(module.text, from) : null
  const imported = node.children
    .filter(({ field }) => field === 'name')
    .map((each) => (each.type === 'aliased_import' ? (part(each, 'name')?.text ?? '') : each.text))
  if (base === null) return imported
  return [base, ...imported.map((name) => [base, name].filter(Boolean).join('.'))]
}
