/** The page's server: who may come in, the pages, and what is said when something goes wrong. */
import { Hono } from 'hono'
import type { Clock } from '../../bot/clock.ts'
import type { Log } from '../../bot/log.ts'
import type { Workspace } from '../../bot/store/keys.ts'
import type { Tutor } from '../../bot/tutor.ts'
import { type Access, letAdminsIn, letIn } from './access.ts'
import { addDesk } from './admin/desk.ts'
import type { Admins } from './admins.ts'
import { createApi } from './api.ts'
import { limitBodies } from './bodies.ts'
import { CHANNELS } from './channels.ts'
import { knowClient, type Proxies } from './client.ts'
import { safeHeaders, sameSite } from './guard.ts'
import { addLogin } from './login.ts'
import { pageFile } from './pages.ts'
import { addHealth, addMetrics, type Probes } from './probes.ts'
import { REFUSALS, refusal, refuse } from './refusals.ts'
import type { Rooms } from './rooms.ts'

export type AppParts = Readonly<{
  tutor: Tutor
  rooms: Rooms
  /** Nobody opens the page but under the names of this machine. */
  loopback: boolean
  proxy: Proxies
  admins: Admins
  access: Access
  log: Log
  clock: Clock
  newId: () => string
  closing: AbortSignal
  probes: Probes | undefined
  workspaces: (() => Promise<readonly Workspace[]>) | undefined
}>

export function createApp(parts: AppParts): Hono {
  const { loopback, access, proxy, log, newId } = parts
  const app = new Hono()
  app.onError((error) => refusal(error, { log, newId }))
  app.notFound(() => refuse(404, REFUSALS.nothingHere))
  app.use(safeHeaders)
  addHealth(app, parts.probes)
  app.use(knowClient(proxy, log))
  app.use(sameSite(loopback))
  app.use(limitBodies())
  app.get('/page/:file', (context) => pageFile(context.req.param('file')))
  addLogin(app, parts)
  app.use(letIn(access))
  for (const path of ['/metrics', '/admin', '/api/admin/*']) app.use(path, letAdminsIn(access))
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
