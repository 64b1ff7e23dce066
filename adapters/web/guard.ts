/** Keeps other sites out. */
import type { Context, MiddlewareHandler } from 'hono'

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

/** Another site may link to these, but not embed or fetch them. */
const PAGES = /^\/(?:c\/.*|admin|login)?$/

function isForeign({ req }: Context, host: string): boolean {
  const isLink = PAGES.test(req.path) && (req.header('sec-fetch-dest') ?? LINK) === LINK
  if (req.header('sec-fetch-site') === 'cross-site' && !isLink) return true
  if (req.method === 'GET' || req.method === 'HEAD') return false
  const origin = req.header('origin')
  return origin !== `http://${host}` && origin !== `https://${host}`
}

/** What a browser fetches when somebody has pressed a link. */
const LINK = 'document'
