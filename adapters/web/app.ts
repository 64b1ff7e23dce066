/** The page's server: access, the pages, and the responses to errors. */
import { Hono } from 'hono'
import { requireAccess, requireAdmin } from './access.ts'
import { addDesk } from './admin/desk.ts'
import { limitBodies } from './bodies.ts'
import { CHANNELS } from './channels.ts'
import { knowClient } from './client.ts'
import type { AppDeps } from './deps.ts'
import { createApi } from './events/api.ts'
import { safeHeaders, sameSite } from './guard.ts'
import { addLogin } from './login.ts'
import { pageFile } from './pages.ts'
import { addHealth, addMetrics } from './probes.ts'
import { lateRefusals } from './rate-limit.ts'
import { REFUSALS, refusal, refuse } from './refusals.ts'

/** Creates the server's routes, with the guards in front of those that they protect. */
export function createApp(parts: AppDeps): Hono {
  const { loopback, access, proxy, log, newId } = parts
  const app = new Hono()
  app.onError((error) => refusal(error, { log, newId }))
  app.notFound(() => refuse(404, REFUSALS.nothingHere))
  app.use(safeHeaders)
  app.use(lateRefusals)
  addHealth(app, parts.probes)
  app.use(knowClient(proxy, log))
  app.use(sameSite(loopback))
  app.use(limitBodies())
  app.get('/page/:file', (context) => pageFile(context.req.param('file')))
  addLogin(app, parts)
  app.use(requireAccess(access))
  for (const path of ['/metrics', '/admin', '/api/admin/*']) app.use(path, requireAdmin(access))
  addMetrics(app, parts.probes)
  app.get('/', (context) => context.redirect(`/c/${CHANNELS[0]?.name}`))
  app.get('/c/:channel', (context) => {
    const known = CHANNELS.some(({ name }) => name === context.req.param('channel'))
    return known ? pageFile('index.html') : context.redirect('/')
  })
  const { desk, probes } = parts
  if (desk && probes) addDesk(app, { ...parts, desk, states: probes.states })
  app.route('/api', createApi(parts))
  return app
}
