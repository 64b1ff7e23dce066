/** Identifies visitors: each browser keeps a secret of its own and the name its user chose. */
import { createHash, randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Person } from '../../bot/core/request.ts'
import { oneLine } from '../../bot/lib/text/visible.ts'
import { type Access, roleOf } from './access.ts'
import { isHttps } from './client.ts'
import { WEB } from './limits.ts'

/** `id` is a hash of the browser's secret, which itself never leaves the cookie. */
export type Visitor = Readonly<{ id: string; name: string | null; admin: boolean }>

/** Everyone who can open the page is in the same workspace. */
export const WORKSPACE = { platform: 'web', workspace: 'local' } as const

/** Returns a visitor as a person of the core. */
export function personOf({ id, admin }: Visitor, name: string): Person {
  return { ...WORKSPACE, id, name, admin }
}

const SECRET = 'overlap_browser'
const NAME = 'overlap_name'

/** Returns the visitor of this request; a browser without a secret gets one. */
export function visitor(context: Context, access: Access): Visitor {
  const kept = getCookie(context, SECRET)
  const secret = kept && /^[\da-f]{32}$/.test(kept) ? kept : randomBytes(16).toString('hex')
  if (secret !== kept) keep(context, SECRET, secret)
  const id = createHash('sha256').update(secret).digest('hex').slice(0, 16)
  const name = properName(getCookie(context, NAME) ?? '')
  return { id, name, admin: roleOf(context, access) === 'admin' }
}

/** Stores the chosen name in a cookie and returns it; null if it isn't a valid name. */
export function rename(context: Context, name: string): string | null {
  const proper = properName(name)
  if (proper !== null) keep(context, NAME, proper)
  return proper
}

function keep(context: Context, cookie: string, value: string): void {
  setCookie(context, cookie, value, {
    httpOnly: true,
    sameSite: 'Strict',
    path: '/',
    maxAge: WEB.cookieSeconds,
    secure: isHttps(context),
  })
}

/** A name on one line with at least one letter or digit; not the tutor's own. */
function properName(name: string): string | null {
  const proper = oneLine(name.normalize('NFKC'), WEB.nameCharacters)
  if (!/[\p{L}\p{N}]/u.test(proper) || proper.includes('<U+')) return null
  return proper.toLowerCase() === 'overlap' ? null : proper
}
