/** Colours of the pictures, light and dark, and the style sheets made from them. Colours are Okabe and Ito's, which colour-blind people can tell apart. */
import { STATE_NAMES, type State } from './states.ts'

export type Theme = 'light' | 'dark'
type Ink = State | 'paper' | 'text' | 'muted' | 'rule' | 'onBlocked' | 'bar'

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

/** Patterns are dashes along the lane, so that they need no ids and survive where colour does not. */
const DASHES: Readonly<Partial<Record<State, string>>> = {
  ready: '2 2',
  network: '7 1.5',
  lock: '2.5 1.5',
  child: '1.5 3',
  pipe: '4 3',
  disk: '9 2 2 2',
  other: '1 2',
  tasks: '1 3',
}

/** For the page: follows the reader's light or dark setting, or a `data-theme` of the page. */
export const PICTURES_CSS: string = [
  `.overlap-picture{${variables('light')}}`,
  `@media (prefers-color-scheme:dark){.overlap-picture{${variables('dark')}}}`,
  `[data-theme=light] .overlap-picture{${variables('light')}}`,
  `[data-theme=dark] .overlap-picture{${variables('dark')}}`,
  '.overlap-picture{display:block;width:100%;max-width:56rem;height:auto}',
  '.overlap-picture g:hover>path,.overlap-picture path:hover{filter:brightness(1.15)}',
  rules((ink) => `var(--picture-${ink})`),
].join('\n')

/** The picture with its colours inside: for PNG, and for files that are looked at on their own. */
export function standalone(svg: string, theme: Theme): string {
  const end = svg.indexOf('>') + 1
  const style = rules((ink) => INKS[ink][theme])
  const paper = `<rect width="100%" height="100%" fill="${INKS.paper[theme]}"/>`
  return `${svg.slice(0, end)}<style>${style}</style>${paper}${svg.slice(end)}`
}

function rules(colour: (ink: Ink) => string): string {
  return [
    `.p-text{fill:${colour('text')}}`,
    `.p-muted{fill:${colour('muted')}}`,
    `.p-on{fill:${colour('onBlocked')}}`,
    `.p-rule{fill:none;stroke:${colour('rule')};stroke-width:1}`,
    `.p-mark{fill:none;stroke:${colour('text')};stroke-width:1.5}`,
    `.p-bar{fill:${colour('bar')}}`,
    `.p-winner{fill:${colour('running')}}`,
    ...STATE_NAMES.map((state) => `.p-${state}{fill:none;stroke:${colour(state)}${dash(state)}}`),
    // Lanes of a group are too thin for patterns.
    ...STATE_NAMES.map((state) => `.h-${state}{fill:none;stroke:${colour(state)}}`),
  ].join('')
}

function dash(state: State): string {
  const pattern = DASHES[state]
  return pattern ? `;stroke-dasharray:${pattern}` : ''
}

function variables(theme: Theme): string {
  return Object.entries(INKS)
    .map(([ink, colours]) => `--picture-${ink}:${colours[theme]}`)
    .join(';')
}
