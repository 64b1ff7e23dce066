import { Resvg } from '@resvg/resvg-js'
import { expect, test } from 'vitest'
import { barChart } from '../../bot/timeline/bars.ts'
import { png } from '../../bot/timeline/png.ts'
import { timeline } from '../../bot/timeline/timeline.ts'
import { blockedLoop, gathered } from './runs.ts'

const { svg } = timeline('', gathered(4))

test('a PNG has the width that was asked for', async () => {
  const bytes = Buffer.from(await png(svg, { width: 1200 }))
  expect(bytes.subarray(1, 4).toString()).toBe('PNG')
  expect(bytes.readUInt32BE(16)).toBe(1200)
})

test('text is drawn although no font of the machine is used', async () => {
  const bare = svg.replace(/<text.*?<\/text>/g, '')
  const [drawn, silent] = [await png(svg, { width: 1200 }), await png(bare, { width: 1200 })]
  expect(drawn.byteLength).toBeGreaterThan(silent.byteLength * 1.5)
})

test('dark and light differ', async () => {
  const [light, dark] = [
    await png(svg, { width: 400 }),
    await png(svg, { width: 400, theme: 'dark' }),
  ]
  expect(Buffer.compare(light, dark)).not.toBe(0)
})

test('a picture alone is as a light PNG has it', async () => {
  const alone = new Resvg(svg, {
    font: { loadSystemFonts: false },
    fitTo: { mode: 'width', value: 56 },
  })
  const [red, green, blue, alpha] = alone.render().pixels
  expect([red, green, blue, alpha]).toEqual([255, 255, 255, 255])
})

test('pictures are drawn at the same time without mixing', async () => {
  const pictures = [
    svg,
    timeline('', blockedLoop()).svg,
    barChart({ title: 'x', unit: 's', bars: [] }).svg,
  ]
  const alone = await Promise.all(pictures.map((one) => png(one, { width: 300 })))
  const again = await Promise.all(pictures.map((one) => png(one, { width: 300 })))
  expect(again).toEqual(alone)
})
