/** What a name means: imports, and the types that assignments, `with` and annotations give to variables. */
import { absolute } from './modules.ts'
import { executed, type Node, part, within } from './syntax.ts'

/** Names that one scope knows, and the scope around it. */
export type Scope = { readonly names: Map<string, string>; readonly outer: Scope | null }

/** Creates an empty scope nested in `outer`; null for the outermost scope. */
export const newScope = (outer: Scope | null): Scope => ({ names: new Map(), outer })

/** The names that a function declares `global` or `nonlocal`. */
export function declaredOutside({ body }: Readonly<{ body: Node }>): ReadonlySet<string> {
  const names = new Set<string>()
  for (const node of executed(body)) {
    if (!/^(global|nonlocal)_statement$/.test(node.type)) continue
    for (const child of node.children) names.add(child.text)
  }
  return names
}

function lookUp(scope: Scope, name: string): string | undefined {
  for (let at: Scope | null = scope; at; at = at.outer) {
    const meaning = at.names.get(name)
    if (meaning !== undefined) return meaning
  }
  return undefined
}

/** Longest chain of attributes and calls that a name is made of. */
const CHAIN = 12
/** An unknown name; it matches nothing in the library table. */
const UNKNOWN = '?'

/** Dotted name of an expression: `s.get(u).json` is `requests.Session().get().json` for a session `s`. */
export function dotted(node: Node, scope: Scope, depth = 0): string {
  if (depth > CHAIN) return UNKNOWN
  switch (node.type) {
    case 'identifier': {
      const name = lookUp(scope, node.text) ?? node.text
      // A name from another file of the program: `from job import session`.
      return name.includes('.') ? (lookUp(scope, name) ?? name) : name
    }
    case 'dotted_name':
      return node.text
    case 'attribute': {
      const object = part(node, 'object')
      const attribute = part(node, 'attribute')
      if (!object || !attribute) return UNKNOWN
      const path = `${dotted(object, scope, depth + 1)}.${attribute.text}`
      return lookUp(scope, path) ?? path
    }
    case 'call': {
      const called = part(node, 'function')
      if (!called) return UNKNOWN
      const name = dotted(called, scope, depth + 1)
      return name === 'pathlib.Path().open' ? 'open()' : `${name}()`
    }
    case 'await':
    case 'parenthesized_expression':
      return node.children[0] ? dotted(node.children[0], scope, depth + 1) : UNKNOWN
    default:
      return UNKNOWN
  }
}

/** Records `import a.b as c` and `from a import b`; a relative import starts from `inPackage`. */
export function importNames(node: Node, scope: Scope, inPackage: string): string[] {
  const from = part(node, 'module_name')
  const base = from && absolute(from.text, inPackage)
  const modules: string[] = base ? [topLevel(base)] : []
  for (const child of node.children) {
    if (child.field !== 'name') continue
    const path = child.type === 'aliased_import' ? (part(child, 'name')?.text ?? '') : child.text
    const alias = child.type === 'aliased_import' ? part(child, 'alias')?.text : undefined
    if (base !== null) {
      scope.names.set(alias ?? path, canonical([base, path].filter(Boolean).join('.')))
    } else {
      modules.push(topLevel(path))
      if (alias) scope.names.set(alias, path)
      else scope.names.set(topLevel(path), topLevel(path))
    }
  }
  return modules
}

const topLevel = (path: string): string => path.split('.')[0] ?? path

/** Records an alias. */
const ALIASES: readonly (readonly [RegExp, string])[] = [
  [/^asyncio\.(tasks|queues|locks|events|runners)\./, 'asyncio.'],
  [/^concurrent\.futures\.(thread|process)\./, 'concurrent.futures.'],
  [/^multiprocessing\.context\./, 'multiprocessing.'],
  [/^requests\.(api|sessions)\./, 'requests.'],
]

function canonical(path: string): string {
  for (const [pattern, replacement] of ALIASES)
    if (pattern.test(path)) return path.replace(pattern, replacement)
  return path
}

/** Types the variables in `x = call()`, `with call() as x` and `x: Type`. */
export function bindTypes(node: Node, scope: Scope): void {
  if (node.type === 'assignment') bindAssignment(node, scope)
  else if (node.type === 'as_pattern' && node.parent?.type === 'with_item') {
    const value = node.children[0]
    const target = part(node, 'alias')?.children[0]
    if (value && target) bind(target, dotted(value, scope), scope)
  }
}

function bindAssignment(node: Node, scope: Scope): void {
  const left = part(node, 'left')
  const right = part(node, 'right')
  const type = part(node, 'type')
  if (!left) return
  if (left.type === 'pattern_list' && right?.type === 'expression_list') {
    // a, b = Lock(), Lock()
    left.children.forEach((each, i) => {
      const made = right.children[i]
      if (made?.type === 'call') bind(each, dotted(made, scope), scope)
    })
    return
  }
  const value = right && lastOfChain(right)
  if (value && /^(call|await)$/.test(value.type)) bind(left, dotted(value, scope), scope)
  else if (type?.children[0] && isTypeName(type.children[0])) {
    bind(left, `${dotted(type.children[0], scope)}()`, scope)
  } else if (value && isTypeName(value)) bindAlias(left, dotted(value, scope), scope)
}

/** `a = b = call()` nests to the right. */
function lastOfChain(node: Node): Node {
  const right = node.type === 'assignment' ? part(node, 'right') : null
  return right ?? node
}

const isTypeName = (node: Node): boolean => node.type === 'identifier' || node.type === 'attribute'

function bind(target: Node, made: string, scope: Scope): void {
  if (made.startsWith(UNKNOWN)) return
  if (target.type === 'identifier') scope.names.set(target.text, made)
  else if (target.type === 'attribute')
    rootScope(scope).names.set(attributePath(target, scope), made)
  else if (target.type === 'pattern_list' || target.type === 'tuple_pattern') {
    for (const each of target.children) if (each.type === 'identifier') bind(each, made, scope)
  }
}

/** `x = other` copies a known type and never invents one. */
function bindAlias(target: Node, made: string, scope: Scope): void {
  if (made.includes('(') || made.includes('.')) bind(target, made, scope)
}

function attributePath(node: Node, scope: Scope): string {
  const object = part(node, 'object')
  return `${object ? dotted(object, scope) : UNKNOWN}.${part(node, 'attribute')?.text ?? UNKNOWN}`
}

function rootScope(scope: Scope): Scope {
  let at = scope
  while (at.outer) at = at.outer
  return at
}

/** Types annotated parameters. */
export function bindParameters(parameters: Node | null, scope: Scope): string[] {
  const names: string[] = []
  for (const child of parameters?.children ?? []) {
    const identifier = child.type === 'identifier' ? child : parameterName(child)
    if (!identifier) continue
    names.push(identifier.text)
    // A parameter shadows an outer name.
    scope.names.set(identifier.text, identifier.text)
    const type = part(child, 'type')?.children[0]
    if (type && isTypeName(type)) scope.names.set(identifier.text, `${dotted(type, scope)}()`)
  }
  return names
}

function parameterName(node: Node): Node | null {
  const named = part(node, 'name')
  if (named) return named
  if (/splat/.test(node.type)) return null
  for (const child of within(node)) if (child.type === 'identifier') return child
  return null
}
