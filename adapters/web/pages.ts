/** The static files of the page, read once at startup, and the style sheet of the pictures. */
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { PICTURES_CSS } from '../../bot/timeline/theme.ts'
import { REFUSALS, refuse } from './refusals.ts'

const FOLDER = join(import.meta.dirname, 'page')

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

const files = new Map([
  ...readdirSync(FOLDER)
    .filter((name) => extname(name) in TYPES)
    .map((name) => [name, readFileSync(join(FOLDER, name))] as const),
  ['pictures.css', Buffer.from(PICTURES_CSS)],
])

/** Responds with a static file of the page, or 404. */
export function pageFile(name: string): Response {
  const content = files.get(name)
  if (!content) return refuse(404, REFUSALS.nothingHere)
  const headers = {
    'Content-Type': TYPES[extname(name)] ?? 'text/plain',
    'Cache-Control': 'no-cache',
  }
  return new Response(Uint8Array.from(content), { headers })
}
