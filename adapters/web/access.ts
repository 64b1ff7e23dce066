/** Decides who may open the page and who is an admin; nothing else does. docs/operate.md has a table. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { isHttps } from './client.ts'
import { WEB } from './limits.ts'
import { REFUSALS, refuse } from './refusals.ts'

/** Tokens are never empty. */
export type Access = Readonly<{
  /** Logs people in as admins. */
  adminToken: string
  /** Logs people in as visitors; null if there is no such token. */
  visitorToken: string | null
  /** Visitors need no token. */
  open: boolean
}>

export type Role = 'admin' | 'visitor'

/** Returns the role of the request's sender; null if they have to log in first. */
export function roleOf(context: Context, access: Access): Role | null {
  const bearer = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '')?.[1] ?? ''
  const session = getCookie(context, COOKIE) ?? ''
  const found = rolesBy(access).find(
    ({ token }) => same(bearer, token) || same(session, sessionOf(token)),
  )
  return found?.role ?? (access.open ? 'visitor' : null)
}

/**
 * Opens a session for this browser and returns its role; null if the token is wrong. An admin stays an admin, since
 * anyone could send them a link with the visitors' token.
 */
export function logIn(context: Context, given: string, access: Access): Role | null {
  const found = rolesBy(access).find(({ token }) => same(given, token))
  if (!found) return null
  if (roleOf(context, access) === 'admin') return 'admin'
  setCookie(context, COOKIE, sessionOf(found.token), {
    httpOnly: true,
    sameSite: 'Strict',
    path: '/',
    maxAge: WEB.cookieSeconds,
    secure: isHttps(context),
  })
  return found.role
}

/** Lets admins and visitors through; everyone else is sent to the login page, or gets 401 from the API. */
export function requireAccess(access: Access): MiddlewareHandler {
  return async (context, next) => {
    if (roleOf(context, access)) return next()
    return isForScripts(context) ? refuse(401, REFUSALS.logIn) : toLogin(context)
  }
}

/** Lets admins through; everyone else is sent to the login page, or gets 403 from the API. */
export function requireAdmin(access: Access): MiddlewareHandler {
  return async (context, next) => {
    if (roleOf(context, access) === 'admin') return next()
    return isForScripts(context) ? refuse(403, REFUSALS.onlyAdmins) : toLogin(context)
  }
}

/** Identifies the admin token without revealing it: once the token changes, earlier admins lose their rights. */
export function grantOf({ adminToken }: Access): string {
  return digest(`overlap grant ${adminToken}`).toString('hex').slice(0, 16)
}

const COOKIE = 'overlap_session'

function rolesBy({ adminToken, visitorToken }: Access) {
  return [
    { role: 'admin', token: adminToken },
    ...(visitorToken === null ? [] : [{ role: 'visitor', token: visitorToken } as const]),
  ] as const
}

function isForScripts({ req }: Context): boolean {
  return /^\/(?:api\/|metrics$)/.test(req.path)
}

function toLogin(context: Context): Response {
  return context.redirect(context.req.path === '/admin' ? '/login?admin' : '/login')
}

/** The value of a session cookie; a new token invalidates every session. */
function sessionOf(token: string): string {
  return digest(`overlap session ${token}`).toString('hex')
}

/** Compares in constant time, whatever the lengths. */
function same(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
