/** Keeps other sites and strangers out. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { WEB } from './limits.ts'

/** Scripts, styles, pictures and connections only from the page's own address; no framing, no plugins. */
const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // With no-referrer a browser sends the login form with the origin “null” (Fetch standard, “append a request Origin header”).
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
}

export const safeHeaders: MiddlewareHandler = async (context, next) => {
  await next()
  for (const [name, value] of Object.entries(HEADERS)) {
    if (!context.res.headers.has(name)) context.res.headers.set(name, value)
  }
}

/**
 * A page on another site may point its own name at 127.0.0.1 (DNS rebinding): on loopback only the names of
 * loopback are answered. What changes something must come from this very page.
 */
export function sameSite(loopback: boolean): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header('host') ?? ''
    if (loopback && !/^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i.test(host)) {
      return context.text('This page answers at localhost only.', 403)
    }
    if (isForeign(context, host))
      return context.json({ error: 'This came from another page.' }, 403)
    return next()
  }
}

function isForeign({ req }: Context, host: string): boolean {
  if (req.header('sec-fetch-site') === 'cross-site' && !/^\/(?:c\/.*|admin)?$/.test(req.path)) {
    return true
  }
  if (req.method === 'GET' || req.method === 'HEAD') return false
  const origin = req.header('origin')
  return origin !== `http://${host}` && origin !== `https://${host}`
}

const COOKIE = 'overlap_session'

/** With a token set, everything but the login page and the health checks needs it. */
export function needsToken(token: string): MiddlewareHandler {
  return async (context, next) => {
    const bearer = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '')?.[1]
    const session = getCookie(context, COOKIE) ?? ''
    if (same(session, sessionOf(token)) || (bearer && same(bearer, token))) return next()
    if (/^\/(?:api\/|metrics$)/.test(context.req.path))
      return context.json({ error: 'Log in first.' }, 401)
    return context.redirect('/login')
  }
}

/** Opens a session for this browser when the token is right. */
export function logIn(context: Context, given: string, token: string): boolean {
  if (!same(given, token)) return false
  setCookie(context, COOKIE, sessionOf(token), {
    httpOnly: true,
    sameSite: 'Strict',
    path: '/',
    maxAge: WEB.cookieSeconds,
    secure: context.req.url.startsWith('https:'),
  })
  return true
}

/** A new token ends every session. */
function sessionOf(token: string): string {
  return digest(`overlap session ${token}`).toString('hex')
}

/** In constant time, whatever the lengths. */
function same(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
