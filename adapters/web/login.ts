/** The login page, and the link that `npm start` prints. */
import type { Context, Hono } from 'hono'
import type { Clock } from '../../bot/core/clock.ts'
import { tokenBuckets } from '../../bot/core/rates.ts'
import { type Access, logIn } from './access.ts'
import { addressOf } from './client.ts'
import { understood } from './events/requests.ts'
import { WEB } from './limits.ts'
import { pageFile } from './pages.ts'
import { REFUSALS, refuse } from './refusals.ts'

type Parts = Readonly<{ access: Access; clock: Clock }>

/** Adds the login routes. Wrong tokens are counted per address, so nobody can lock others out. */
export function addLogin(app: Hono, { access, clock }: Parts): void {
  const wrong = tokenBuckets(clock)

  function enter(context: Context, given: string): Response {
    // The token must not leak to the next page, its referrer or a cache.
    context.header('Cache-Control', 'no-store')
    context.header('Referrer-Policy', 'no-referrer')
    const asAdmin = context.req.query('admin') !== undefined
    if (logIn(context, given, access)) return context.redirect(asAdmin ? '/admin' : '/', 303)
    const address = addressOf(context)
    const waitMs = wrong.takeFrom([{ key: address, ...WEB.logins }])
    if (waitMs > 0) return refuse(429, REFUSALS.slowDown)
    return context.redirect(asAdmin ? '/login?admin&wrong' : '/login?wrong', 303)
  }

  app.get('/login', (context) => {
    const token = context.req.query('token')
    return token === undefined ? pageFile('login.html') : enter(context, token)
  })
  app.post('/login', async (context) => {
    const { token } = await understood(context.req.parseBody())
    return enter(context, typeof token === 'string' ? tokenIn(token) : '')
  })
}

/** Returns the path and query of the link that logs in with a token. */
export function loginPath(token: string): string {
  return `/login?${new URLSearchParams({ token })}`
}

/** Some people paste the whole link. */
function tokenIn(typed: string): string {
  const trimmed = typed.trim()
  return (URL.canParse(trimmed) && new URL(trimmed).searchParams.get('token')) || trimmed
}
