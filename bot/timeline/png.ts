/** Converts SVG to PNG for platforms that can't show SVG. */
import { offThread } from '../lib/workers/workers.ts'
import type { Theme } from './theme.ts'

const call = offThread<typeof import('./png.task.ts')>(new URL('./png.task.ts', import.meta.url))

/**
 * Renders an SVG as PNG on a worker thread, `width` pixels wide.
 *
 * @throws {TooComplexError} when rendering takes too long.
 * @throws {UserError} when too many texts are waiting.
 */
export function png(
  svg: string,
  { width, theme = 'light' }: Readonly<{ width: number; theme?: Theme }>,
): Promise<Uint8Array> {
  return call('png', svg, width, theme)
}
