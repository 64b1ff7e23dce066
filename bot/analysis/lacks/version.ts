/** Names that a library added later or removed: programs are written for one version and run here with another. */
import type { RunResult } from '../../../sandbox/sandbox.ts'
import { code } from '../wording.ts'
import type { Failed, Lack } from './lack.ts'

/** Explains an error by the version of an installed library, or of Python; null where that isn't the cause. */
export function otherVersion(failed: Failed): Lack | null {
  const { error, line, result } = failed
  const silent = takenSilently(failed)
  if (silent) return silent
  const { name, module } = missingName(error)
  if (name === '') return null
  const change = changeOf(name, module, result)
  const here = change && versionOf(change.library, result)
  const type = /^\w+/.exec(error)?.[0] ?? 'Error'
  const at = `${code(type)}${line === null ? '' : ` at line ${line}`}`
  if (change && here) {
    const known = `${at}: ${code(name)} ${moved(change)}, and ${titleOf(change.library, result)} here is ${here}`
    return lack(`${known}: use ${code(change.instead)}`)
  }
  const library = result.libraries.find((each) => each.module === module.split('.', 1)[0])
  if (!library || isOwnModule(name, module)) return null
  const title = titleOf(library.module, result)
  return lack(
    `${at}: ${code(name)} isn't in ${title} ${library.version}, the version here: it came later, was removed, or is misspelt`,
  )
}

/** FastAPI accepted any keyword, including `lifespan` before it supported it: what that sets up is missing later. */
function takenSilently({ error, line, result }: Failed): Lack | null {
  const here = versionOf('fastapi', result)
  if (here === null || !isOlder(here, '0.93')) return null
  if (!/^AttributeError: 'State' object has no attribute/.test(error)) return null
  const at = line === null ? '' : ` at line ${line}`
  return lack(
    `${code('AttributeError')}${at}: ${code('lifespan=')} came with FastAPI 0.93, and FastAPI here is ${here}, which ignores it: use ${code('@app.on_event("startup")')}`,
  )
}

function lack(sentence: string): Lack {
  return { of: 'version', sentence, surroundings: false }
}

/** The missing name, and its module where the error says it. */
function missingName(error: string): { name: string; module: string } {
  for (const [pattern, order] of FORMS) {
    const found = pattern.exec(error)
    if (!found) continue
    const [first = '', second = ''] = found.slice(1)
    return order === 'module first'
      ? { module: first, name: second }
      : { name: first, module: second }
  }
  return { name: '', module: '' }
}

const FORMS: readonly (readonly [RegExp, 'name first' | 'module first'])[] = [
  [/^ImportError: cannot import name '(\w{1,80})' from '([\w.]{1,80})'/, 'name first'],
  [/^AttributeError: module '([\w.]{1,80})' has no attribute '(\w{1,80})'/, 'module first'],
  [
    /^AttributeError: (?:type object )?'[\w.]{1,80}'(?: object)? has no attribute '(\w{1,80})'/,
    'name first',
  ],
  [/^TypeError: [\w.]{1,80}\(\) got an unexpected keyword argument '(\w{1,80})'/, 'name first'],
  [/^ModuleNotFoundError: No module named '(\w{1,40}\.[\w.]{1,80})'/, 'name first'],
]

/** A submodule is named by its full path, with no module before it. */
function isOwnModule(name: string, module: string): boolean {
  return module === '' && !name.includes('.')
}

type Change = Readonly<{ library: string; since?: string; gone?: string; instead: string }>

/** The row that explains why a name isn't in the installed version. */
function changeOf(name: string, module: string, result: RunResult): Change | undefined {
  const top = (module || name).split('.', 1)[0] ?? ''
  return (CHANGES[name] ?? []).find((change) => {
    const here = versionOf(change.library, result)
    if (here === null) return false
    const isOf = module === '' || change.library === 'python' || change.library === top
    const { since, gone } = change
    return isOf && ((since && isOlder(here, since)) || (gone && !isOlder(here, gone)))
  })
}

function moved({ since, gone, library }: Change): string {
  const of = library === 'python' ? 'Python' : library
  return since ? `came with ${of} ${since}` : `was removed in ${of} ${gone}`
}

function versionOf(library: string, { python, libraries }: RunResult): string | null {
  if (library === 'python') return python
  return libraries.find(({ module }) => module === library)?.version ?? null
}

function titleOf(library: string, { libraries }: RunResult): string {
  if (library === 'python') return 'Python'
  return libraries.find(({ module }) => module === library)?.name ?? library
}

function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) =>
    text.split('.').map((part) => Number.parseInt(part, 10)),
  )
  for (let at = 0; at < 3; at++) {
    const difference = (a?.[at] || 0) - (b?.[at] || 0)
    if (difference !== 0) return difference < 0
  }
  return false
}

const since = (library: string, version: string, names: Readonly<Record<string, string>>) =>
  Object.entries(names).map(
    ([name, instead]) => [name, { library, since: version, instead }] as const,
  )
const gone = (library: string, version: string, names: Readonly<Record<string, string>>) =>
  Object.entries(names).map(
    ([name, instead]) => [name, { library, gone: version, instead }] as const,
  )

/** By missing name; `instead` does the same in the version without it. */
const CHANGES: Readonly<Record<string, readonly Change[]>> = grouped([
  ...since('pydantic', '2', {
    field_validator: '@validator',
    model_validator: '@root_validator',
    field_serializer: 'a json_encoder in class Config',
    model_serializer: 'an own dict() method',
    computed_field: '@property',
    ConfigDict: 'class Config',
    TypeAdapter: 'parse_obj_as(...)',
    RootModel: '__root__: ...',
    AfterValidator: '@validator',
    BeforeValidator: '@validator(..., pre=True)',
    model_dump: '.dict()',
    model_dump_json: '.json()',
    model_validate: '.parse_obj(...)',
    model_validate_json: '.parse_raw(...)',
    model_fields: '.__fields__',
    model_copy: '.copy()',
    model_json_schema: '.schema()',
    model_construct: '.construct(...)',
    model_config: 'class Config',
  }),
  ...gone('pydantic', '2', {
    parse_raw: '.model_validate_json(...)',
    BaseSettings: 'pydantic_settings.BaseSettings',
  }),
  ...since('sqlalchemy', '2', {
    DeclarativeBase: 'declarative_base()',
    MappedAsDataclass: 'declarative_base()',
    mapped_column: 'Column(...)',
    async_sessionmaker: 'sessionmaker(engine, class_=AsyncSession)',
  }),
  ...since('numpy', '2', {
    trapezoid: 'np.trapz',
    concat: 'np.concatenate',
    permute_dims: 'np.transpose',
  }),
  ...gone('numpy', '1.24', {
    float: 'float',
    int: 'int',
    bool: 'bool',
    object: 'object',
    complex: 'complex',
    str: 'str',
  }),
  ...gone('numpy', '2', {
    float_: 'np.float64',
    Inf: 'np.inf',
    NaN: 'np.nan',
    trapz: 'np.trapezoid',
  }),
  ...since('pandas', '2.1', { map: '.applymap(...)' }),
  ...gone('pandas', '2', { append: 'pd.concat([...])', iteritems: '.items()' }),
  ...since('httpx', '0.26', { proxy: 'proxies=' }),
  ...since('websockets', '11', { 'websockets.sync': 'websockets.connect with await' }),
  ...since('websockets', '11', { 'websockets.sync.client': 'websockets.connect with await' }),
  ...since('websockets', '13', {
    'websockets.asyncio': 'websockets.connect and websockets.serve',
    'websockets.asyncio.client': 'websockets.connect',
    'websockets.asyncio.server': 'websockets.serve',
  }),
  ...gone('PIL', '10', { ANTIALIAS: 'Image.LANCZOS', textsize: '.textbbox(...)' }),
  ...gone('flask', '2.3', {
    before_first_request: 'a call before app.run()',
    Markup: 'markupsafe.Markup',
  }),
  ...since('python', '3.12', {
    batched: 'itertools.islice(iterator, n) in a loop',
    override: 'no decorator',
    eager_task_factory: 'ordinary tasks',
    TypeAliasType: 'TypeAlias',
  }),
  ...since('python', '3.13', {
    QueueShutDown: 'None as the last item',
    ShutDown: 'None as the last item',
    deprecated: 'warnings.warn(...)',
  }),
  ...since('python', '3.14', { InterpreterPoolExecutor: 'ProcessPoolExecutor' }),
])

function grouped(rows: readonly (readonly [string, Change])[]): Readonly<Record<string, Change[]>> {
  return Object.fromEntries(
    [...Map.groupBy(rows, ([name]) => name)].map(([name, all]) => [
      name,
      all.map(([, change]) => change),
    ]),
  )
}
