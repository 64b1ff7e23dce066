/** SVG to PNG for platforms that show no SVG. */
import { fileURLToPath } from 'node:url'
import { type Theme, themed } from './theme.ts'

/** One font, not two: resvg reads the whole file for every text it shapes (0.4 ms with this one, 0.85 ms with DejaVu Sans). */
const FONT_FILE = import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf')
const FONT_NAME = 'DejaVu Sans Mono'

/** Drawn on a thread of libuv's pool; only the packing of the PNG (12 ms for 1200 × 600) holds the event loop. */
export async function png(
  svg: string,
  { width, theme = 'light' }: Readonly<{ width: number; theme?: Theme }>,
): Promise<Uint8Array> {
  // 12 ms to load, and most processes never draw.
  const { renderAsync } = await import('@resvg/resvg-js')
  const image = await renderAsync(themed(svg, theme), {
    fitTo: { mode: 'width', value: width },
    font: {
      // A bare machine has no fonts, and text would silently vanish.
      loadSystemFonts: false,
      fontFiles: [fileURLToPath(FONT_FILE)],
      defaultFontFamily: FONT_NAME,
      monospaceFamily: FONT_NAME,
    },
  })
  return image.asPng()
}
