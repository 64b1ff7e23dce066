/** Keeps other sites out. */
import type { Context, MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

/**
 * Scripts, styles, pictures and connections only from the page's own address; no framing, no plugins. A response that
 * has one of these headers keeps it.
 */
export const safeHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: 'DENY',
  // With no-referrer a browser sends the login form with the origin “null” (Fetch standard, “append a request Origin header”).
  referrerPolicy: 'same-origin',
  // The host may serve other things without https, so this is left to the proxy that adds https.
  strictTransportSecurity: false,
  permissionsPolicy: { camera: [], microphone: [], geolocation: [] },
  overwrite: false,
})

/**
 * A page on another site may point its own name at 127.0.0.1 (DNS rebinding): on loopback only the names of
 * loopback are answered. What changes something must come from this very page.
 */
export function sameSite(loopback: boolean): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header('host') ?? ''
    if (loopback && !/^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i.test(host)) {
      return context.text('This page only works at localhost.', 403)
    }
    if (isForeign(context, host))
      return context.json({ error: 'This request came from another site.' }, 403)
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
