/** Turns syntax into facts, in three passes: functions and imports, types of names, calls. */

import type { SourceText } from '../../lib/source-texts.ts'
import { libraryOf } from '../libraries.ts'
import type { Call, Class, Facts, Func, Loop, Spawn } from './facts.ts'
import { absolute, importedModules, type Module } from './modules.ts'
import { bindParameters, bindTypes, dotted, importNames, newScope, type Scope } from './names.ts'
import { type Constants, lengthIn, numberIn } from './numbers.ts'
import { spawnsOf } from './spawns.ts'
import { enclosing, executed, type Node, part, type Syntax, within } from './syntax.ts'

type Growing = { -readonly [K in keyof Func]: Func[K] } & {
  calls: Call[]
  loops: Loop[]
  awaits: Node[]
}

/** Collects the facts of `main.py` and the other files it imports. */
export function collectFacts(
  source: string,
  syntax: Syntax,
  others: readonly SourceText[] = [],
): Facts {
  const { root } = syntax
  const imported = importedModules({ name: '', package: '', source, syntax }, others)
  const functions: Growing[] = []
  const scopes = new Map<Func, Scope>()
  const classes = new Map<string, Class>()
  const modules = new Set<string>()
  const importLines = new Set<number>()
  const stars: { scope: Scope; from: string }[] = []
  const packages = new Map<Func, Module>()
  const constants = constantsOf(imported.map((each) => each.syntax.root))
  /** What the program's files export to each other, by names such as `job.session`. */
  const program = newScope(null)

  const files = imported.map((each) => {
    const { root } = each.syntax
    const module = grow(root, root, null, null)
    addFunction(module, newScope(program))
    packages.set(module, each)
    collectFunctions(root, module)
    return { name: each.name, source: each.source, root, module }
  })
  const module = files[0]?.module ?? grow(root, root, null, null)
  const byModule = new Map(files.slice(1).map((file) => [file.name, file.module]))
  resolveImports()

  for (let round = 0; round < 2; round += 1) {
    // Imported files come before the files that import them.
    for (const file of files.toReversed()) learnTypesOf(file)
    for (const func of functions) collectCalls(func)
    if (!passTypesToParameters()) break
  }

  const calls = functions.flatMap((func) => func.calls)
  const facts: Facts = {
    source,
    root,
    lineCount: root.endLine,
    broken: syntax.broken,
    complete: syntax.complete,
    module,
    files,
    functions,
    calls,
    callAt: new Map(calls.map((call) => [call.node, call])),
    loops: functions.flatMap((func) => func.loops),
    spawns: [],
    modules,
    importLines,
    guardLine: guardLineOf(root),
    classes,
    functionNamed,
    nameOf: (expression, from) => dotted(expression, scopeOf(from)),
    numberOf: (expression) => numberIn(expression, constants),
    lengthOf: (expression) => lengthIn(expression, constants),
  }
  const spawns: Spawn[] = spawnsOf(facts)
  return { ...facts, spawns }

  function addFunction(func: Growing, scope: Scope): void {
    functions.push(func)
    scopes.set(func, scope)
  }

  function scopeOf(func: Func): Scope {
    return scopes.get(func) ?? newScope(null)
  }

  function fileOf(func: Func): Func {
    let outer = func
    while (outer.outer) outer = outer.outer
    return outer
  }

  /** `job.fetch` is what other files call `fetch` of job.py. */
  function inModule(name: string, outer: Func): string {
    const file = packages.get(fileOf(outer))?.name
    return file ? `${file}.${name}` : name
  }

  /** Names re-exported by the file they were imported from, and everything that `import *` imports. */
  function resolveImports(): void {
    for (const { scope, from } of stars) {
      const given = byModule.get(from)
      if (!given) continue
      for (const { name, outer } of functions) {
        if (outer === given) scope.names.set(name, `${from}.${name}`)
      }
      for (const name of scopeOf(given).names.keys()) scope.names.set(name, `${from}.${name}`)
    }
    for (const { names } of scopes.values()) {
      for (const [name, path] of names) names.set(name, origin(path))
    }
  }

  function origin(path: string, depth = 0): string {
    const [from, rest] = splitModule(path)
    const meant = from && !rest.includes('.') ? scopeOf(from).names.get(rest) : undefined
    return meant === undefined || meant === path || depth > 5 ? path : origin(meant, depth + 1)
  }

  /** Resolves a path to one of the program's files and a name in it. */
  function splitModule(path: string): readonly [Func | null, string] {
    if (byModule.size === 0) return [null, path]
    for (let end = path.lastIndexOf('.'); end > 0; end = path.lastIndexOf('.', end - 1)) {
      const from = byModule.get(path.slice(0, end))
      if (from) return [from, path.slice(end + 1)]
    }
    return [null, path]
  }

  function learnTypesOf({ name, module }: (typeof files)[number]): void {
    for (const func of functions) if (fileOf(func) === module) learnTypes(func)
    if (name === '') return
    for (const [each, type] of scopeOf(module).names) {
      if (type.includes('(')) program.names.set(`${name}.${each}`, type)
    }
  }

  /** Finds functions, classes and imports under a node that belong to `outer`. */
  function collectFunctions(node: Node, outer: Growing, inClass: string | null = null): void {
    for (const child of node.children) {
      if (child.type === 'function_definition' || child.type === 'lambda') {
        const body = part(child, 'body') ?? child
        const func = grow(child, body, outer, inClass)
        const scope = newScope(scopeOf(outer))
        addFunction(func, scope)
        if (inClass && func.parameters[0]) scope.names.set(func.parameters[0], `${inClass}()`)
        collectFunctions(body, func)
      } else if (child.type === 'class_definition') {
        const written = part(child, 'name')?.text ?? '?'
        const name = inModule(written, outer)
        if (name !== written) scopeOf(outer).names.set(written, name)
        const bases = part(child, 'superclasses')?.children ?? []
        classes.set(name, {
          name,
          bases: bases.map((base) => dotted(base, scopeOf(outer))),
          node: child,
        })
        collectFunctions(child, outer, name)
      } else {
        if (/^import_/.test(child.type)) addImport(child, outer)
        // Only the class body itself defines methods; a statement in it may also contain them.
        collectFunctions(
          child,
          outer,
          /^(block|decorated_definition)$/.test(child.type) ? inClass : null,
        )
      }
    }
  }

  function addImport(node: Node, func: Func): void {
    const inPackage = packages.get(fileOf(func))?.package ?? ''
    for (const name of importNames(node, scopeOf(func), inPackage)) if (name) modules.add(name)
    const from = part(node, 'module_name')
    if (from && node.children.some(({ type }) => type === 'wildcard_import')) {
      stars.push({ scope: scopeOf(func), from: absolute(from.text, inPackage) })
    }
    for (let line = node.line; line <= node.endLine; line += 1) importLines.add(line)
  }

  function learnTypes(func: Growing): void {
    const scope = scopeOf(func)
    if (!typed.has(func)) {
      func.parameters = bindOnce(func, scope)
      typed.add(func)
    }
    for (const node of executed(func.body)) bindTypes(node, scope)
  }

  function collectCalls(func: Growing): void {
    const scope = scopeOf(func)
    func.calls = []
    func.loops = []
    func.awaits = []
    const loops = new Map<Node, Loop>()
    for (const node of executed(func.body)) {
      const loop = loopOf(node, constants)
      if (loop) {
        loops.set(node, loop)
        func.loops.push(loop)
      }
      if (isAwait(node)) func.awaits.push(node)
      if (node.type === 'yield') func.generator = true
      if (node.type === 'call') func.calls.push(makeCall(node, func, scope, loops))
    }
  }

  function makeCall(node: Node, func: Func, scope: Scope, loops: ReadonlyMap<Node, Loop>): Call {
    const called = part(node, 'function')
    const name = called ? dotted(called, scope) : '?'
    const given = part(node, 'arguments')
    const list = given?.type === 'argument_list' ? given.children : given ? [given] : []
    const keywords = new Map<string, Node>()
    for (const each of list) {
      const value = part(each, 'value')
      if (each.type === 'keyword_argument' && value)
        keywords.set(part(each, 'name')?.text ?? '', value)
    }
    const target = called ? functionNamed(called, func) : null
    return {
      name,
      line: node.line,
      node,
      func,
      arguments: list.filter((each) => each.type !== 'keyword_argument'),
      keywords,
      awaited:
        node.parent?.type === 'await' || isAsyncContext(node) || isAwaitedWithin(node, scope),
      discarded: node.parent?.type === 'expression_statement',
      loops: loopsAround(node, func, loops),
      library: target ? null : libraryOf(name),
      target,
    }
  }

  /** A parameter gets the type of the arguments passed to it: `consumer(q)` makes `q` a queue in `consumer`. */
  function passTypesToParameters(): boolean {
    let changed = false
    for (const call of functions.flatMap((func) => func.calls)) {
      const target = call.target ?? constructorOf(call)
      const values = argumentsFor(call, target)
      if (!target) continue
      const scope = scopeOf(target)
      for (const [parameter, value] of values) {
        const type = dotted(value, scopeOf(call.func))
        if (!type.includes('(') || type.startsWith('?')) continue
        if (scope.names.get(parameter) !== parameter) continue
        scope.names.set(parameter, type)
        changed = true
      }
    }
    return changed
  }

  function argumentsFor(call: Call, target: Func | null): [string, Node][] {
    const handed = call.target ? null : handedArguments(call)
    const real = target ?? (handed ? functionNamed(handed.callee, call.func) : null)
    if (!real) return []
    const given = handed ? handed.arguments : call.arguments
    const skip =
      real.class && real.parameters[0] && !real.decorators.includes('staticmethod') ? 1 : 0
    const pairs: [string, Node][] = []
    given.forEach((value, i) => {
      const parameter = real.parameters[i + skip]
      if (parameter) pairs.push([parameter, value])
    })
    if (!handed) for (const [name, value] of call.keywords) pairs.push([name, value])
    return pairs
  }

  function constructorOf(call: Call): Func | null {
    const handed = handedArguments(call)
    if (handed) return functionNamed(handed.callee, call.func)
    return functions.find((func) => func.qualified === `${call.name}.__init__`) ?? null
  }

  function functionNamed(expression: Node, from: Func): Func | null {
    if (expression.type === 'identifier') {
      const here = functionInScope(expression.text, from, expression.line)
      return here ?? functionAt(dotted(expression, scopeOf(from)))
    }
    if (expression.type === 'lambda')
      return functions.find((each) => each.node === expression) ?? null
    if (expression.type !== 'attribute') return null
    const path = dotted(expression, scopeOf(from))
    const match = /^([\w.]+?)(?:\(\))?\.(\w+)$/.exec(path)
    const method = match?.[1] && match[2] ? methodOf(match[1], match[2]) : null
    return method ?? functionAt(path)
  }

  /** The function in another file that a name such as `job.fetch` refers to. */
  function functionAt(path: string): Func | null {
    const [from, name] = splitModule(origin(path))
    return from && functionInScope(name, from)
  }

  /** Of several functions with the same name in a scope, the one in effect at the line. */
  function functionInScope(name: string, from: Func, line = Number.POSITIVE_INFINITY): Func | null {
    for (let outer: Func | null = from; outer; outer = outer.outer) {
      if (outer.parameters.includes(name)) return null
      const found = functions.filter(
        (each) => each.name === name && each.outer === outer && !each.class,
      )
      const before = outer === from ? found.findLast((each) => each.line <= line) : undefined
      if (found.length > 0) return before ?? found.at(-1) ?? null
    }
    return null
  }

  function methodOf(className: string, name: string, depth = 0): Func | null {
    const found = functions.find((each) => each.class === className && each.name === name)
    const bases = classes.get(className)?.bases ?? []
    if (found || depth > 5) return found ?? null
    for (const base of bases) {
      const inherited = methodOf(base, name, depth + 1)
      if (inherited) return inherited
    }
    return null
  }
}

const typed = new WeakSet<Func>()

function bindOnce(func: Func, scope: Scope): string[] {
  const self = func.class ? func.parameters[0] : undefined
  const selfType = self === undefined ? undefined : scope.names.get(self)
  const names = bindParameters(part(func.node, 'parameters'), scope)
  if (self !== undefined && selfType) scope.names.set(self, selfType)
  return names
}

/**
 * The function and the arguments in `Thread(target=f, args=(a,))`, `submit(f, a)`, `to_thread(f, a)` and their like.
 */
function handedArguments(call: Call): { callee: Node; arguments: readonly Node[] } | null {
  const packed = call.keywords.get('args')
  const target = call.keywords.get('target')
  if (target) return { callee: target, arguments: packed?.children ?? [] }
  const [first, second, ...rest] = call.arguments
  if (!first) return null
  if (/(^|\.)(Timer|run_in_executor)$/.test(call.name) && second)
    return { callee: second, arguments: call.name.endsWith('Timer') ? itemsOf(rest[0]) : rest }
  if (/\.(apply_async|apply|start_new_thread)$/.test(call.name))
    return { callee: first, arguments: packed?.children ?? itemsOf(second) }
  if (/\.starmap(_async)?$/.test(call.name))
    return { callee: first, arguments: itemsOf(second?.children[0]) }
  if (!/\.(submit|to_thread)$/.test(call.name)) return null
  return { callee: first, arguments: call.arguments.slice(1) }
}

const itemsOf = (packed: Node | undefined): readonly Node[] =>
  packed && /^(tuple|list)$/.test(packed.type) ? packed.children : []

function grow(node: Node, body: Node, outer: Func | null, inClass: string | null): Growing {
  const name = outer === null ? '<module>' : (part(node, 'name')?.text ?? '<lambda>')
  const decorators = node.parent?.type === 'decorated_definition' ? node.parent.children : []
  const parameters = part(node, 'parameters')?.children ?? []
  return {
    name,
    qualified: inClass ? `${inClass}.${name}` : name,
    line: node.line,
    endLine: node.endLine,
    async: node.type === 'function_definition' && node.async,
    generator: false,
    class: inClass,
    parameters: parameters.map(
      (each) => part(each, 'name')?.text ?? each.children[0]?.text ?? each.text,
    ),
    decorators: decorators
      .filter((each) => each.type === 'decorator')
      .map((each) => each.text.slice(1).trim()),
    node,
    body,
    outer,
    calls: [],
    loops: [],
    awaits: [],
  }
}

const isAwait = (node: Node): boolean =>
  node.type === 'await' ||
  (node.async && /^(for_statement|with_statement|for_in_clause)$/.test(node.type))

/** `async with call()` and `async for x in call()`, directly. */
function isAsyncContext(node: Node): boolean {
  for (const outer of enclosing(node)) {
    if (outer.type === 'with_statement') return outer.async
    if (outer.type === 'for_statement') return outer.async && node.field === 'right'
    if (!/^(with_item|with_clause|as_pattern)$/.test(outer.type)) return false
  }
  return false
}

const AWAITS_IT = /^asyncio\.(wait_for|shield)$/

/** `await asyncio.wait_for(call(), 1)` awaits the call just as `await call()` does. */
function isAwaitedWithin(node: Node, scope: Scope): boolean {
  const around = node.parent?.parent
  const called = around?.type === 'call' ? part(around, 'function') : null
  return (
    called !== null &&
    node.parent?.children[0] === node &&
    around?.parent?.type === 'await' &&
    AWAITS_IT.test(dotted(called, scope))
  )
}

const COMPREHENSIONS = /^(list|set|dictionary)_comprehension$|^generator_expression$/

function loopOf(node: Node, constants: Constants): Loop | null {
  if (node.type === 'for_statement')
    return forLoop(node, part(node, 'right'), part(node, 'left'), constants)
  if (node.type === 'while_statement')
    return countingLoop(node) ?? drainingLoop(node, constants) ?? whileLoop(node)
  if (!COMPREHENSIONS.test(node.type)) return null
  const clause = node.children.find((child) => child.type === 'for_in_clause')
  const right = clause ? part(clause, 'right') : null
  const left = clause ? part(clause, 'left') : null
  return {
    ...forLoop(node, right, left, constants),
    kind: 'comprehension',
    async: clause?.async ?? false,
    trips: lengthIn(node, constants),
  }
}

function forLoop(node: Node, right: Node | null, left: Node | null, constants: Constants): Loop {
  const targets = new Set<string>()
  if (left) for (const each of within(left)) if (each.type === 'identifier') targets.add(each.text)
  return {
    kind: 'for',
    node,
    line: node.line,
    async: node.async,
    trips: lengthIn(right, constants),
    endless: /^(itertools\.)?(count|cycle)\(/.test(right?.text ?? ''),
    iterable: right,
    targets,
  }
}

/** `while i < n: …; i += 1` is equivalent to a `for`. */
function countingLoop(node: Node): Loop | null {
  const condition = part(node, 'condition')
  const counter = condition?.type === 'comparison_operator' ? condition.children[0] : null
  const body = part(node, 'body')
  if (counter?.type !== 'identifier' || !body || !/<|>/.test(condition?.text ?? '')) return null
  const counts = body.children.some((statement) => {
    const step = statement.children[0]
    return (
      step?.type === 'augmented_assignment' &&
      part(step, 'left')?.text === counter.text &&
      part(step, 'right')?.type === 'integer'
    )
  })
  if (!counts) return null
  const targets = new Set([counter.text])
  return { ...whileLoop(node), kind: 'for', targets }
}

const ASKS_FOR_MORE = /^(?:not )?(?:len\()?([\w.]+?)(\.empty\(\))?\)?(?: > 0)?$/
const TAKES = /^(pop|popleft|get|get_nowait)$/
const READS = /^(empty|qsize|task_done|copy|index|count)$/

/** `while todo: item = todo.pop(); …` and `while not queue.empty(): …` that add nothing are equivalent to a `for`. */
function drainingLoop(node: Node, constants: Constants): Loop | null {
  const condition = part(node, 'condition')
  const body = part(node, 'body')
  const [, collection, queue] = ASKS_FOR_MORE.exec(condition?.text ?? '') ?? []
  if (!collection || !body || (condition?.type === 'not_operator') !== (queue !== undefined))
    return null
  const targets = new Set<string>()
  let takes = false
  for (const each of executed(body)) {
    if (each.text !== collection || !/^(identifier|attribute)$/.test(each.type)) continue
    const method = part(each.parent ?? each, 'attribute')?.text ?? ''
    if (READS.test(method)) continue
    // Anything else may put more into it.
    if (!TAKES.test(method)) return null
    takes = true
    const made = enclosingAssignment(each)
    if (made?.type === 'identifier') targets.add(made.text)
  }
  if (!takes) return null
  const iterable = queue === undefined && condition?.type === 'identifier' ? condition : null
  return {
    ...whileLoop(node),
    kind: 'for',
    targets,
    iterable,
    trips: lengthIn(iterable, constants),
  }
}

/** The target that `name = await queue.get()` assigns. */
function enclosingAssignment(node: Node): Node | null {
  for (const outer of enclosing(node)) {
    if (outer.type === 'assignment') return part(outer, 'left')
    if (!/^(attribute|call|await)$/.test(outer.type)) return null
  }
  return null
}

function whileLoop(node: Node): Loop {
  const condition = part(node, 'condition')?.text ?? ''
  const body = part(node, 'body')
  const always = condition === 'True' || condition === '1'
  return {
    kind: 'while',
    node,
    line: node.line,
    async: false,
    trips: null,
    endless: always && body !== null && !leavesLoop(body),
    iterable: null,
    targets: new Set(),
  }
}

function leavesLoop(body: Node): boolean {
  for (const node of executed(body)) {
    if (/^(return_statement|raise_statement)$/.test(node.type)) return true
    if (node.type === 'break_statement' && loopAround(node) === body.parent) return true
  }
  return false
}

function loopAround(node: Node): Node | null {
  for (const outer of enclosing(node)) if (/^(for|while)_statement$/.test(outer.type)) return outer
  return null
}

/** The iterable of a loop is computed once; its body, condition and element are repeated. */
function loopsAround(node: Node, func: Func, loops: ReadonlyMap<Node, Loop>): Loop[] {
  const found: Loop[] = []
  let inner = node
  for (const outer of enclosing(node)) {
    const loop = loops.get(outer)
    if (loop && !isIterable(inner, loop)) found.unshift(loop)
    if (outer === func.body || outer === func.node) break
    inner = outer
  }
  return found
}

function isIterable(inner: Node, loop: Loop): boolean {
  if (loop.kind === 'for') return inner === loop.iterable || inner.type === 'else_clause'
  if (loop.kind === 'while') return inner.type === 'else_clause'
  return inner.type === 'for_in_clause' && part(inner, 'right') === loop.iterable
}

/** Names that are assigned exactly once. */
function constantsOf(roots: readonly Node[]): Constants {
  const values = new Map<string, Node>()
  const changed = new Set<string>()
  for (const node of roots.flatMap((root) => [...within(root)])) {
    const left = part(node, 'left')
    // Arithmetic has a left side too, but assigns nothing.
    if (left?.type !== 'identifier' || node.type === 'binary_operator') continue
    const right = part(node, 'right')
    const empty = right && /^(list|set|dictionary)$/.test(right.type) && right.children.length === 0
    if (node.type !== 'assignment' || values.has(left.text) || !right || empty)
      changed.add(left.text)
    else values.set(left.text, right)
  }
  for (const name of changed) values.delete(name)
  return values
}

function guardLineOf(root: Node): number | null {
  const guard = root.children.find(
    (node) =>
      node.type === 'if_statement' && /__name__\s*==/.test(part(node, 'condition')?.text ?? ''),
  )
  return guard?.line ?? null
}
