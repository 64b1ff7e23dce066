/**
 * Colours of the pictures, light and dark: from the Okabe–Ito palette or close to it, which colour-blind people can
 * tell apart.
 */
import type { State } from './states.ts'

export type Theme = 'light' | 'dark'
export type Ink = State | 'paper' | 'text' | 'muted' | 'rule' | 'onBlocked' | 'bar'

const INKS: Readonly<Record<Ink, Readonly<Record<Theme, string>>>> = {
  paper: { light: '#ffffff', dark: '#16181d' },
  text: { light: '#1d2129', dark: '#e8eaee' },
  muted: { light: '#626a76', dark: '#9aa3b0' },
  rule: { light: '#e3e6ea', dark: '#2e333c' },
  running: { light: '#0072b2', dark: '#3a9fdb' },
  blocked: { light: '#cc3311', dark: '#f0553a' },
  onBlocked: { light: '#ffffff', dark: '#16181d' },
  ready: { light: '#e69f00', dark: '#f0b429' },
  sleep: { light: '#56b4e9', dark: '#2f6f99' },
  network: { light: '#cc79a7', dark: '#cc79a7' },
  lock: { light: '#b8a100', dark: '#e5d84a' },
  child: { light: '#009e73', dark: '#1fbf91' },
  pipe: { light: '#8a7f72', dark: '#b5a998' },
  disk: { light: '#6d5f8d', dark: '#a596cc' },
  other: { light: '#8b93a0', dark: '#8b93a0' },
  tasks: { light: '#a4abb6', dark: '#666e7b' },
  loop: { light: '#a4abb6', dark: '#666e7b' },
  bar: { light: '#a9b4c2', dark: '#566070' },
}

const INK_NAMES = Object.keys(INKS) as readonly Ink[]

/** Attributes that fill a shape. The light colour is in the picture itself; a style sheet overrides it by class. */
export const filled = (ink: Ink) => ({ class: `ink-${ink}`, fill: INKS[ink].light })
/** Attributes that stroke a path, with the colour as in `filled`. */
export const stroked = (ink: Ink) => ({
  class: `line-${ink}`,
  fill: 'none',
  stroke: INKS[ink].light,
})

/**
 * The style sheet for pictures on the page: follows the reader's light or dark setting or the page's `data-theme`, on
 * the page's own background.
 */
export const PICTURES_CSS: string = [
  `.overlap-picture{${variables('light')}}`,
  `@media (prefers-color-scheme:dark){.overlap-picture{${variables('dark')}}}`,
  `[data-theme=light] .overlap-picture{${variables('light')}}`,
  `[data-theme=dark] .overlap-picture{${variables('dark')}}`,
  '.overlap-picture{display:block;width:100%;max-width:56rem;height:auto}',
  '.overlap-picture g>path:hover{filter:brightness(1.2)}',
  rules((ink) => `var(--picture-${ink})`),
  '.overlap-picture .ink-paper{fill:none}',
].join('\n')

/** Returns the picture with the colours of a theme built in, for PNGs, which no style sheet reaches. */
export function themed(svg: string, theme: Theme): string {
  const end = svg.indexOf('>') + 1
  return `${svg.slice(0, end)}<style>${rules((ink) => INKS[ink][theme])}</style>${svg.slice(end)}`
}

function rules(colour: (ink: Ink) => string): string {
  return INK_NAMES.map(
    (ink) =>
      `.overlap-picture .ink-${ink}{fill:${colour(ink)}}.overlap-picture .line-${ink}{stroke:${colour(ink)}}`,
  ).join('')
}

function variables(theme: Theme): string {
  return INK_NAMES.map((ink) => `--picture-${ink}:${INKS[ink][theme]}`).join(';')
}
