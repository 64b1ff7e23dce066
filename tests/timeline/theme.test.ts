import { expect, test } from 'vitest'
import { PICTURES_CSS, themed } from '../../bot/timeline/theme.ts'
import { timeline } from '../../bot/timeline/timeline.ts'
import { blockedLoop, deadlock, gathered } from './runs.ts'

const PICTURES = [blockedLoop(), deadlock(), gathered(60)].map((run) => timeline('', run).svg)

test('every class of a picture has a colour in the style sheet', () => {
  for (const svg of PICTURES) {
    for (const [, name] of svg.matchAll(/class="((?:ink|line)-[^"]+)"/g)) {
      expect(PICTURES_CSS).toContain(`.${name}{`)
    }
  }
})

test('the style sheet follows the reader, and the page where it has a theme of its own', () => {
  expect(PICTURES_CSS).toContain('@media (prefers-color-scheme:dark)')
  expect(PICTURES_CSS).toContain('[data-theme=dark] .overlap-picture')
  expect(PICTURES_CSS).not.toMatch(/url\(|@import/)
})

const READ = [
  ['text', 'paper', 7],
  ['muted', 'paper', 4.5],
  ['onBlocked', 'blocked', 4.5],
  ['running', 'paper', 3],
  ['blocked', 'paper', 3],
] as const

test.each(['light', 'dark'] as const)('on %s paper, text and work stand out', (theme) => {
  const style = themed('<svg>', theme)
  for (const [ink, ground, least] of READ) {
    expect(contrast(colour(style, ink), colour(style, ground)), ink).toBeGreaterThanOrEqual(least)
  }
})

function colour(style: string, ink: string): number[] {
  const [, hex = ''] = new RegExp(`\\.ink-${ink}\\{fill:#([0-9a-f]{6})\\}`).exec(style) ?? []
  return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
}

/** As WCAG defines it. */
function contrast(a: number[], b: number[]): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((one, other) => one - other)
  return (high + 0.05) / (low + 0.05)
}

function luminance(rgb: number[]): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
