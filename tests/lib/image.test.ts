import { expect, test } from 'vitest'
import { imageDescription, imageType } from '../../bot/lib/image.ts'

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

function png(...chunks: readonly (readonly [type: string, data: string])[]): Uint8Array {
  const parts = chunks.map(([type, data]) => {
    const text = Buffer.from(data)
    const head = Buffer.alloc(8)
    head.writeUInt32BE(text.length)
    head.write(type, 4, 'latin1')
    return Buffer.concat([head, text, Buffer.alloc(4)])
  })
  return Buffer.concat([Buffer.from(SIGNATURE), ...parts])
}

test('the description of a PNG is read, in Latin-1 or UTF-8, wherever it is', () => {
  const image = ['IDAT', 'x'.repeat(5000)] as const
  expect(imageDescription(png(image, ['tEXt', 'Description\0A chart']))).toBe('A chart')
  expect(imageDescription(png(['iTXt', 'Description\0\0\0en\0\0“A” chart'], image))).toBe(
    '“A” chart',
  )
  expect(imageDescription(png(['tEXt', 'Software\0Description'], image))).toBeNull()
})

test('a long one is cut, and what is broken has none', () => {
  const long = png(['tEXt', `Description\0${'x'.repeat(90_000)}`])
  expect(imageDescription(long)).toHaveLength(1000)
  for (let length = 0; length < 40; length++) {
    expect(imageDescription(long.subarray(0, length)) ?? '').toMatch(/^x*$/)
  }
  const endless = png(['IDAT', ''])
  endless.fill(0xff, 8, 12)
  expect(imageDescription(endless)).toBeNull()
  expect(imageDescription(png(['iTXt', 'Description\0\0\0no end']))).toBeNull()
})

test('PNG, JPEG and GIF are pictures; SVG is none, as it may hold a script', () => {
  expect(imageType(png())).toBe('image/png')
  expect(imageType(Buffer.from('GIF89a'))).toBe('image/gif')
  expect(imageType(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBeNull()
})
