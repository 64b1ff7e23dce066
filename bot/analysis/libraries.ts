/**
 * What the advisor knows about libraries, one row for each call. Add a row, and every rule knows the library.
 *
 * `call` is the full dotted name; a value made by a call is written with `()`, as in
 * `queue.Queue().get`; `*` matches any one name. The first row that matches counts.
 */
import { LRUCache } from 'lru-cache'

/** What a call waits for. `lock` covers joins and results of other threads, `child` other programs. */
export type WaitClass =
  | 'sleep'
  | 'network'
  | 'file'
  | 'database'
  | 'child'
  | 'input'
  | 'lock'
  | 'queue'

/** What a call starts besides the calling thread or task. */
export type Starts =
  | 'task'
  | 'thread'
  | 'process'
  | 'thread-pool'
  | 'process-pool'
  | 'to-thread'
  | 'executor'
  | 'program'

export type Library = Readonly<{
  call: string
  waits?: WaitClass
  /** It is awaited, so it waits without holding the event loop. */
  coroutine?: true
  /** What to write instead inside a coroutine. */
  instead?: string
  /** Computes in native code with the GIL released: threads overlap it. */
  freesGil?: true
  /** Computes whole arrays in one call of native code. */
  vector?: true
  starts?: Starts
  /** Serves requests or waits for events until it is stopped. */
  forever?: true
}>

const row = (call: string, rest: Omit<Library, 'call'>): Library => ({ call, ...rest })
const blocking = (call: string, waits: WaitClass, instead: string): Library =>
  row(call, { waits, instead })
const awaited = (call: string, waits: WaitClass): Library => row(call, { waits, coroutine: true })
const starts = (call: string, kind: Starts): Library => row(call, { starts: kind })
const native = (call: string): Library => row(call, { freesGil: true })
const forever = (call: string): Library => row(call, { forever: true })

const TO_THREAD = 'await asyncio.to_thread(...)'
const HTTP = 'httpx.AsyncClient or aiohttp'
const VERBS = ['get', 'post', 'put', 'delete', 'head', 'patch', 'options', 'request']
const SUBPROCESS = 'await asyncio.create_subprocess_exec(...)'

const LIBRARIES: readonly Library[] = [
  // Sleeping
  blocking('time.sleep', 'sleep', 'await asyncio.sleep(...)'),
  awaited('asyncio.sleep', 'sleep'),
  awaited('trio.sleep', 'sleep'),
  awaited('anyio.sleep', 'sleep'),

  // HTTP
  ...VERBS.flatMap((verb) => [
    blocking(`requests.${verb}`, 'network', HTTP),
    blocking(`requests.api.${verb}`, 'network', HTTP),
    blocking(`requests.Session().${verb}`, 'network', HTTP),
    blocking(`requests.session().${verb}`, 'network', HTTP),
    blocking(`requests.sessions.Session().${verb}`, 'network', HTTP),
    blocking(`httpx.${verb}`, 'network', 'httpx.AsyncClient'),
    blocking(`httpx.Client().${verb}`, 'network', 'httpx.AsyncClient'),
    awaited(`httpx.AsyncClient().${verb}`, 'network'),
    awaited(`aiohttp.ClientSession().${verb}`, 'network'),
  ]),
  blocking('urllib.request.urlopen', 'network', HTTP),
  blocking('urllib.request.urlretrieve', 'network', HTTP),
  blocking('urllib2.urlopen', 'network', HTTP),
  blocking('urllib3.PoolManager().*', 'network', HTTP),
  blocking('http.client.HTTPConnection().*', 'network', HTTP),
  blocking('http.client.HTTPSConnection().*', 'network', HTTP),
  ...['text', 'json', 'read'].map((name) =>
    awaited(`aiohttp.ClientSession().*().${name}`, 'network'),
  ),
  awaited('aiohttp.request', 'network'),
  awaited('websockets.connect().recv', 'network'),
  awaited('websockets.connect().send', 'network'),
  awaited('websockets.connect', 'network'),

  // Sockets and mail
  ...['connect', 'recv', 'recvfrom', 'sendall'].map((name) =>
    blocking(`socket.socket().${name}`, 'network', 'asyncio.open_connection'),
  ),
  row('socket.socket().accept', {
    waits: 'network',
    instead: 'asyncio.start_server',
    forever: true,
  }),
  blocking('socket.create_connection', 'network', 'asyncio.open_connection'),
  blocking('socket.getaddrinfo', 'network', 'await loop.getaddrinfo(...)'),
  blocking('socket.gethostbyname', 'network', 'await loop.getaddrinfo(...)'),
  awaited('asyncio.open_connection', 'network'),
  ...['read', 'readline', 'readexactly', 'readuntil', 'drain', 'wait_closed'].map((name) =>
    awaited(`asyncio.open_connection().${name}`, 'network'),
  ),
  blocking('smtplib.SMTP().*', 'network', TO_THREAD),
  blocking('ftplib.FTP().*', 'network', TO_THREAD),
  blocking('paramiko.SSHClient().*', 'network', 'asyncssh'),
  blocking('boto3.client().*', 'network', 'aioboto3'),

  // Databases
  blocking('sqlite3.connect', 'database', 'aiosqlite'),
  blocking('sqlite3.connect().*', 'database', 'aiosqlite'),
  blocking('sqlite3.connect().cursor().*', 'database', 'aiosqlite'),
  blocking('psycopg2.connect', 'database', 'asyncpg'),
  blocking('psycopg2.connect().cursor().*', 'database', 'asyncpg'),
  blocking('psycopg.connect', 'database', 'psycopg.AsyncConnection'),
  blocking('pymysql.connect', 'database', 'aiomysql'),
  blocking('mysql.connector.connect', 'database', 'mysql.connector.aio'),
  blocking('pymongo.MongoClient', 'database', 'pymongo.AsyncMongoClient'),
  blocking('redis.Redis().*', 'database', 'redis.asyncio'),
  blocking('redis.StrictRedis().*', 'database', 'redis.asyncio'),
  awaited('aiosqlite.connect', 'database'),
  awaited('asyncpg.connect', 'database'),

  // Files
  blocking('open', 'file', TO_THREAD),
  blocking('io.open', 'file', TO_THREAD),
  blocking('open().*', 'file', TO_THREAD),
  ...['read_text', 'write_text', 'read_bytes', 'write_bytes', 'open'].map((name) =>
    blocking(`pathlib.Path().${name}`, 'file', TO_THREAD),
  ),
  ...['copy', 'copyfile', 'copytree', 'rmtree', 'move'].map((name) =>
    blocking(`shutil.${name}`, 'file', TO_THREAD),
  ),
  blocking('os.walk', 'file', TO_THREAD),
  blocking('pandas.read_csv', 'file', TO_THREAD),
  awaited('aiofiles.open', 'file'),

  // Other programs
  ...['run', 'call', 'check_call', 'check_output', 'getoutput', 'getstatusoutput'].map((name) =>
    blocking(`subprocess.${name}`, 'child', SUBPROCESS),
  ),
  ...['wait', 'communicate'].map((name) =>
    blocking(`subprocess.Popen().${name}`, 'child', SUBPROCESS),
  ),
  blocking('os.system', 'child', 'await asyncio.create_subprocess_shell(...)'),
  blocking('os.popen', 'child', 'await asyncio.create_subprocess_shell(...)'),
  blocking('os.popen().*', 'child', 'await asyncio.create_subprocess_shell(...)'),
  blocking('os.waitpid', 'child', SUBPROCESS),
  awaited('asyncio.create_subprocess_exec', 'child'),
  awaited('asyncio.create_subprocess_shell', 'child'),
  ...['wait', 'communicate'].flatMap((name) => [
    awaited(`asyncio.create_subprocess_exec().${name}`, 'child'),
    awaited(`asyncio.create_subprocess_shell().${name}`, 'child'),
  ]),

  // People
  blocking('input', 'input', 'await asyncio.to_thread(input, ...)'),
  blocking('getpass.getpass', 'input', 'await asyncio.to_thread(getpass.getpass)'),

  // Locks, queues, joins of the blocking kind
  blocking('threading.Lock().acquire', 'lock', 'asyncio.Lock'),
  blocking('threading.RLock().acquire', 'lock', 'asyncio.Lock'),
  blocking('threading.Semaphore().acquire', 'lock', 'asyncio.Semaphore'),
  blocking('threading.BoundedSemaphore().acquire', 'lock', 'asyncio.Semaphore'),
  blocking('threading.Event().wait', 'lock', 'asyncio.Event'),
  blocking('threading.Condition().wait', 'lock', 'asyncio.Condition'),
  blocking('threading.Barrier().wait', 'lock', 'asyncio.Barrier'),
  blocking('threading.Thread().join', 'lock', 'await asyncio.to_thread(...)'),
  blocking('multiprocessing.Process().join', 'lock', 'await asyncio.to_thread(process.join)'),
  ...[
    'queue.Queue',
    'queue.LifoQueue',
    'queue.PriorityQueue',
    'queue.SimpleQueue',
    'Queue.Queue',
  ].flatMap((name) =>
    ['get', 'put', 'join'].map((call) => blocking(`${name}().${call}`, 'queue', 'asyncio.Queue')),
  ),
  blocking('multiprocessing.Queue().get', 'queue', 'await asyncio.to_thread(queue.get)'),
  ...['concurrent.futures.ThreadPoolExecutor', 'concurrent.futures.ProcessPoolExecutor'].flatMap(
    (pool) => [
      blocking(`${pool}().submit().result`, 'lock', 'await asyncio.wrap_future(...)'),
      blocking(`${pool}().shutdown`, 'lock', 'await the futures first'),
    ],
  ),
  blocking('concurrent.futures.wait', 'lock', 'await asyncio.gather(...)'),
  blocking('concurrent.futures.as_completed', 'lock', 'asyncio.as_completed'),
  blocking('asyncio.run_coroutine_threadsafe().result', 'lock', 'await asyncio.wrap_future(...)'),
  awaited('asyncio.Lock().acquire', 'lock'),
  awaited('asyncio.Semaphore().acquire', 'lock'),
  awaited('asyncio.Event().wait', 'lock'),
  awaited('asyncio.Condition().wait', 'lock'),
  awaited('asyncio.Queue().get', 'queue'),
  awaited('asyncio.Queue().put', 'queue'),
  awaited('asyncio.Queue().join', 'queue'),

  // Native code that releases the GIL
  ...[
    'md5',
    'sha1',
    'sha256',
    'sha512',
    'pbkdf2_hmac',
    'scrypt',
    'blake2b',
    'new',
    'file_digest',
  ].map((name) => native(`hashlib.${name}`)),
  ...['compress', 'decompress'].flatMap((name) =>
    ['zlib', 'bz2', 'lzma', 'gzip'].map((module) => native(`${module}.${name}`)),
  ),
  ...['numpy', 'numpy.linalg', 'numpy.random', 'numpy.fft', 'scipy.linalg'].map((module) =>
    row(`${module}.*`, { freesGil: true, vector: true }),
  ),
  native('PIL.Image.open().*'),

  // What starts something besides the caller
  starts('asyncio.create_task', 'task'),
  starts('asyncio.ensure_future', 'task'),
  starts('asyncio.gather', 'task'),
  starts('asyncio.as_completed', 'task'),
  starts('asyncio.wait', 'task'),
  starts('asyncio.TaskGroup().create_task', 'task'),
  starts('asyncio.get_event_loop().create_task', 'task'),
  starts('asyncio.get_running_loop().create_task', 'task'),
  starts('asyncio.new_event_loop().create_task', 'task'),
  starts('trio.open_nursery().start_soon', 'task'),
  starts('anyio.create_task_group().start_soon', 'task'),
  starts('asyncio.to_thread', 'to-thread'),
  starts('threading.Thread', 'thread'),
  starts('threading.Timer', 'thread'),
  starts('_thread.start_new_thread', 'thread'),
  starts('multiprocessing.Process', 'process'),
  starts('multiprocessing.get_context().Process', 'process'),
  starts('subprocess.Popen', 'program'),
  ...['submit', 'map'].flatMap((call) => [
    starts(`concurrent.futures.ThreadPoolExecutor().${call}`, 'thread-pool'),
    starts(`concurrent.futures.thread.ThreadPoolExecutor().${call}`, 'thread-pool'),
    starts(`concurrent.futures.ProcessPoolExecutor().${call}`, 'process-pool'),
    starts(`concurrent.futures.process.ProcessPoolExecutor().${call}`, 'process-pool'),
  ]),
  ...[
    'map',
    'map_async',
    'imap',
    'imap_unordered',
    'starmap',
    'starmap_async',
    'apply',
    'apply_async',
  ].flatMap((call) => [
    starts(`multiprocessing.Pool().${call}`, 'process-pool'),
    starts(`multiprocessing.pool.Pool().${call}`, 'process-pool'),
    starts(`multiprocessing.get_context().Pool().${call}`, 'process-pool'),
    starts(`multiprocessing.pool.ThreadPool().${call}`, 'thread-pool'),
    starts(`multiprocessing.dummy.Pool().${call}`, 'thread-pool'),
  ]),

  // Servers
  forever('asyncio.start_server().serve_forever'),
  forever('asyncio.get_event_loop().run_forever'),
  forever('asyncio.new_event_loop().run_forever'),
  forever('aiohttp.web.run_app'),
  forever('uvicorn.run'),
  forever('flask.Flask().run'),
  forever('http.server.HTTPServer().serve_forever'),
  forever('http.server.ThreadingHTTPServer().serve_forever'),
  forever('socketserver.TCPServer().serve_forever'),
  forever('socketserver.ThreadingTCPServer().serve_forever'),
  forever('wsgiref.simple_server.make_server().serve_forever'),
  forever('tkinter.Tk().mainloop'),
]

/** CPU time of a first import in the jail, in ms: start-up, not the learner's computing. */
export const IMPORT_CPU_MS: Readonly<Record<string, number>> = {
  aiohttp: 200,
  requests: 170,
  httpx: 170,
  numpy: 120,
  pandas: 450,
  scipy: 250,
  matplotlib: 400,
  sqlalchemy: 60,
  fastapi: 70,
  flask: 55,
  pytest: 55,
  bs4: 45,
  trio: 45,
  sqlite3: 8,
  urllib: 30,
  http: 25,
}

const exact = new Map<string, Library>()
const patterns: (readonly [RegExp, Library])[] = []
for (const library of LIBRARIES) {
  if (!library.call.includes('*')) exact.set(library.call, exact.get(library.call) ?? library)
  else patterns.push([asPattern(library.call), library])
}
const known = new LRUCache<string, Library | false>({
  max: 5_000,
  memoMethod: (name) =>
    exact.get(name) ?? patterns.find(([pattern]) => pattern.test(name))?.[1] ?? false,
})

/** The row for a resolved call name; null when the library is unknown. */
export const libraryOf = (name: string): Library | null => known.memo(name) || null

function asPattern(call: string): RegExp {
  const escaped = call.replaceAll(/[.()]/g, String.raw`\$&`).replaceAll('*', String.raw`[a-z_]\w*`)
  return new RegExp(`^${escaped}$`)
}
