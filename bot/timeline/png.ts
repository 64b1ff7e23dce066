/** SVG to PNG for platforms that show no SVG. */
import { offThread } from '../lib/workers/workers.ts'
import type { Theme } from './theme.ts'

const call = offThread<typeof import('./png.task.ts')>(new URL('./png.task.ts', import.meta.url))

/** Rejects where the picture takes too long to draw. */
export function png(
  svg: string,
  { width, theme = 'light' }: Readonly<{ width: number; theme?: Theme }>,
): Promise<Uint8Array> {
  return call('png', svg, width, theme)
}
