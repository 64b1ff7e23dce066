/** The page's server: who may come in, the pages, and what is said when something goes wrong. */
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Clock } from '../../bot/clock.ts'
import type { Log } from '../../bot/log.ts'
import { tokenBuckets } from '../../bot/rates.ts'
import type { Workspace } from '../../bot/store/keys.ts'
import type { Tutor } from '../../bot/tutor.ts'
import { addDesk } from './admin/desk.ts'
import type { Admins } from './admins.ts'
import { createApi } from './api.ts'
import { CHANNELS } from './channels.ts'
import { logIn, needsToken, safeHeaders, sameSite } from './guard.ts'
import { WEB } from './limits.ts'
import { pageFile } from './pages.ts'
import { addHealth, addMetrics, type Probes } from './probes.ts'
import { REFUSALS, refusal, refuse } from './refusals.ts'
import { addressOf, understood } from './requests.ts'
import type { Rooms } from './rooms.ts'

export type AppParts = Readonly<{
  tutor: Tutor
  rooms: Rooms
  /** Only this machine can reach the page. */
  loopback: boolean
  admins: Admins
  isAdmin: (context: Context) => boolean
  token: string | undefined
  log: Log
  clock: Clock
  newId: () => string
  closing: AbortSignal
  probes: Probes | undefined
  workspaces: (() => Promise<readonly Workspace[]>) | undefined
}>

export function createApp(parts: AppParts): Hono {
  const { loopback, token, log, newId } = parts
  const app = new Hono()
  app.onError((error) => refusal(error, { log, newId }))
  app.notFound(() => refuse(404, REFUSALS.nothingHere))
  app.use(safeHeaders)
  addHealth(app, parts.probes)
  app.use(sameSite(loopback))
  app.use(bodyLimit({ maxSize: WEB.bodyBytes, onError: () => refuse(413, REFUSALS.tooBig) }))
  app.get('/page/:file', (context) => pageFile(context.req.param('file')))
  if (token) addLogin(app, token, parts.clock)
  const adminsOnly = onlyAdmins(parts)
  app.use('/metrics', adminsOnly)
  app.use('/admin', adminsOnly)
  app.use('/api/admin/*', adminsOnly)
  addMetrics(app, parts.probes)
  app.get('/', (context) => context.redirect(`/c/${CHANNELS[0]?.name}`))
  app.get('/c/:channel', (context) => {
    const known = CHANNELS.some(({ name }) => name === context.req.param('channel'))
    return known ? pageFile('index.html') : context.redirect('/')
  })
  const { workspaces, probes } = parts
  if (workspaces && probes) addDesk(app, { ...parts, workspaces, states: probes.states })
  app.route('/api', createApi(parts))
  return app
}

/** With a token, whoever has it. */
function onlyAdmins({ isAdmin, token }: AppParts): MiddlewareHandler {
  return async (context, next) => {
    if (token || isAdmin(context)) return next()
    return refuse(403, REFUSALS.onlyAdmins)
  }
}

/** What is added after this needs the token. Wrong ones are counted for each address, so that nobody locks others out. */
function addLogin(app: Hono, token: string, clock: Clock): void {
  const wrong = tokenBuckets(clock)
  app.get('/login', () => pageFile('login.html'))
  app.post('/login', async (context) => {
    const { token: given } = await understood(context.req.parseBody())
    if (typeof given === 'string' && logIn(context, given, token)) return context.redirect('/', 303)
    const address = addressOf(context)
    if (wrong.waitMs(address, WEB.logins) > 0) return refuse(429, REFUSALS.slowDown)
    wrong.take(address, WEB.logins)
    return context.redirect('/login?wrong', 303)
  })
  app.use(needsToken(token))
}
