/**
 * Functions that a framework calls, though the program itself never does. Add a row, and every rule counts them as
 * reached, and knows where they run and whether several run concurrently.
 *
 * A row counts in files that import its module. `names` are the last parts of the decorator's, call's or base class's
 * name, separated by spaces; `*` stands for any letters.
 */

/** Where the framework calls a function: `window` is the thread that draws a window, `main` the main thread. */
export type Place = 'loop' | 'thread' | 'process' | 'window' | 'main'

export type Framework = Readonly<{
  /** Its usual name. */
  title: string
  /** Top-level name of the package; empty where nothing has to be imported. */
  module: string
  /** How the program registers a function: with a decorator, as an argument, or by the name of a method or function. */
  by: 'decorator' | 'argument' | 'method' | 'name'
  names: string
  /** Of a method: the base classes of its class, as `names`. */
  bases?: string
  /** Where an `async def` runs, and where a plain function does. */
  coroutine: Place
  plain: Place
  /** Whether it may call the function again before an earlier call has ended. */
  many: boolean
  /** The function answers requests to the path in its decorator or call. */
  route?: 'http' | 'websocket'
}>

type Runs = Pick<Framework, 'coroutine' | 'plain' | 'many'>

const LOOP: Runs = { coroutine: 'loop', plain: 'loop', many: true }
const LOOP_IN_TURN: Runs = { ...LOOP, many: false }
/** Coroutines on the loop, plain functions on a pool of threads. */
const LOOP_OR_THREAD: Runs = { ...LOOP, plain: 'thread' }
const THREADS: Runs = { coroutine: 'thread', plain: 'thread', many: true }
const PROCESSES: Runs = { coroutine: 'process', plain: 'process', many: true }
const WINDOW: Runs = { coroutine: 'window', plain: 'window', many: false }
const MAIN: Runs = { coroutine: 'main', plain: 'main', many: false }

const row =
  (by: Framework['by']) =>
  (module: string, title: string, names: string, runs: Runs): Framework => ({
    by,
    module,
    title,
    names,
    ...runs,
  })
const decorated = row('decorator')
const given = row('argument')
const named = row('name')
const methods = (
  module: string,
  title: string,
  bases: string,
  names: string,
  runs: Runs,
): Framework => ({ ...row('method')(module, title, names, runs), bases })

const VERBS = 'get post put delete patch head options'
const http = (framework: Framework): Framework => ({ ...framework, route: 'http' })
const websocket = (framework: Framework): Framework => ({ ...framework, route: 'websocket' })

export const FRAMEWORKS: readonly Framework[] = [
  // Web
  http(decorated('fastapi', 'FastAPI', `${VERBS} api_route route`, LOOP_OR_THREAD)),
  websocket(decorated('fastapi', 'FastAPI', 'websocket websocket_route', LOOP)),
  decorated('fastapi', 'FastAPI', 'middleware on_event exception_handler', LOOP),
  given('fastapi', 'FastAPI', 'Depends Security add_task FastAPI', LOOP_OR_THREAD),
  http(given('fastapi', 'FastAPI', 'add_api_route', LOOP_OR_THREAD)),
  http(decorated('starlette', 'Starlette', 'route', LOOP_OR_THREAD)),
  http(given('starlette', 'Starlette', 'Route', LOOP_OR_THREAD)),
  websocket(given('starlette', 'Starlette', 'WebSocketRoute', LOOP)),
  http(decorated('flask', 'Flask', `${VERBS} route`, THREADS)),
  http(given('flask', 'Flask', 'add_url_rule', THREADS)),
  decorated('flask', 'Flask', 'before_* after_* teardown_* errorhandler', THREADS),
  http(decorated('aiohttp', 'aiohttp', `${VERBS} view`, LOOP)),
  http(given('aiohttp', 'aiohttp', `${VERBS} add_* view`, LOOP)),
  decorated('aiohttp', 'aiohttp', 'middleware', LOOP),
  given('aiohttp', 'aiohttp', 'append', LOOP),
  http(given('django', 'Django', 'path re_path url', { ...THREADS, coroutine: 'loop' })),
  methods('django', 'Django', '*View *ViewSet', `${VERBS} list retrieve create update destroy`, {
    ...THREADS,
    coroutine: 'loop',
  }),
  methods('django', 'Django', 'BaseCommand', 'handle', MAIN),
  http(decorated('quart', 'Quart', `${VERBS} route`, LOOP)),
  websocket(decorated('quart', 'Quart', 'websocket', LOOP)),
  http(decorated('sanic', 'Sanic', `${VERBS} route`, LOOP)),
  websocket(decorated('sanic', 'Sanic', 'websocket', LOOP)),
  http(decorated('bottle', 'Bottle', `${VERBS} route`, MAIN)),
  methods('tornado', 'Tornado', '*Handler', `${VERBS} on_message open on_close prepare`, LOOP),
  methods('http', 'http.server', '*HTTPRequestHandler', 'do_*', MAIN),
  methods(
    'socketserver',
    'socketserver',
    '*RequestHandler *Server',
    'handle setup finish process_request',
    MAIN,
  ),
  given('wsgiref', 'wsgiref', 'make_server', MAIN),
  given('asyncio', 'asyncio', 'start_server start_unix_server', LOOP),
  methods('asyncio', 'asyncio', '*Protocol', '*_received connection_* *_writing', LOOP_IN_TURN),
  given('asyncio', 'asyncio', 'call_soon* call_later call_at add_*', LOOP_IN_TURN),
  websocket(given('websockets', 'websockets', 'serve unix_serve', LOOP)),
  decorated('socketio', 'Socket.IO', 'event on', LOOP_OR_THREAD),
  methods('grpc', 'gRPC', '*Servicer', '*', { ...THREADS, coroutine: 'loop' }),

  // Chat bots
  decorated(
    'discord',
    'discord.py',
    'event command *_command listen group loop autocomplete',
    LOOP,
  ),
  methods('discord', 'discord.py', '*Client *Bot *Cog', 'on_* setup_hook cog_*', LOOP),
  methods('discord', 'discord.py', '*View *Modal *Button *Select', 'callback on_*', LOOP),
  given('telegram', 'python-telegram-bot', '*Handler add_error_handler run_*', {
    ...LOOP_IN_TURN,
    plain: 'thread',
  }),
  decorated('telebot', 'pyTelegramBotAPI', '*_handler', LOOP_OR_THREAD),
  decorated('aiogram', 'aiogram', 'message* *_message *_query* *_handler errors register', LOOP),
  given('aiogram', 'aiogram', 'register*', LOOP),
  decorated('pyrogram', 'Pyrogram', 'on_*', LOOP_OR_THREAD),
  decorated('telethon', 'Telethon', 'on', LOOP),
  decorated(
    'slack_bolt',
    'slack_bolt',
    'event message command action shortcut view options *middleware',
    LOOP_OR_THREAD,
  ),

  // Work in the background
  decorated('celery', 'Celery', 'task shared_task', PROCESSES),
  decorated('dramatiq', 'Dramatiq', 'actor', THREADS),
  decorated('huey', 'Huey', '*task', THREADS),
  given('rq', 'RQ', 'enqueue*', PROCESSES),
  given('schedule', 'schedule', 'do', MAIN),
  decorated('schedule', 'schedule', 'repeat', MAIN),
  given('apscheduler', 'APScheduler', 'add_job', LOOP_OR_THREAD),
  decorated('apscheduler', 'APScheduler', 'scheduled_job', LOOP_OR_THREAD),
  given('signal', 'signal', 'signal', MAIN),
  given('atexit', 'atexit', 'register', MAIN),

  // Windows
  given(
    'tkinter',
    'Tkinter',
    '*Button Button Scale Spinbox add_* command config configure after* bind* protocol trace*',
    WINDOW,
  ),
  ...['PyQt5', 'PyQt6', 'PySide2', 'PySide6'].flatMap((qt) => [
    given(qt, 'Qt', 'connect singleShot', WINDOW),
    methods(qt, 'Qt', 'QThread QRunnable', 'run', { ...THREADS, many: false }),
    methods(qt, 'Qt', 'Q*', '*Event', WINDOW),
    decorated(qt, 'Qt', 'Slot pyqtSlot', WINDOW),
  ]),
  methods('kivy', 'Kivy', 'App *Layout Widget', 'build on_*', WINDOW),

  // Commands and tests
  decorated('click', 'click', 'command group', MAIN),
  decorated('typer', 'Typer', 'command callback', MAIN),
  given('typer', 'Typer', 'run', MAIN),
  decorated('pytest', 'pytest', 'fixture asyncio anyio parametrize *', MAIN),
  methods(
    'unittest',
    'unittest',
    '*TestCase',
    'test* setUp* tearDown* asyncSetUp asyncTearDown',
    MAIN,
  ),
  named('', 'pytest', 'test_*', MAIN),
  decorated('locust', 'Locust', 'task', THREADS),
  methods('', 'dataclasses', '*', '__post_init__', MAIN),
]
