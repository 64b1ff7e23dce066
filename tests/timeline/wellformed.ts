/** What a picture may consist of: checks markup against short lists, and reads where things are drawn. */

const ELEMENTS = new Set(['svg', 'g', 'rect', 'path', 'text', 'title'])
const ATTRIBUTES = new Set([
  'xmlns',
  'viewBox',
  'class',
  'role',
  'aria-label',
  'font-family',
  'font-size',
  'text-anchor',
  'width',
  'height',
  'x',
  'y',
  'rx',
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'd',
])
const TOKEN = /<(\/?)([a-z]+)((?: [\w-]+="[^"<>]*")*)(\/?)>|([^<>]+)|(.)/gsu
const ENTITY = /&(?!(?:amp|lt|gt|quot|#39);)/

/** Throws with what is wrong: a foreign element or attribute, an unclosed tag, a raw character. */
export function checkMarkup(svg: string): void {
  const open: string[] = []
  for (const [token, closing, name = '', attributes = '', empty, text, stray] of svg.matchAll(
    TOKEN,
  )) {
    if (stray !== undefined) throw new Error(`stray ${JSON.stringify(stray)}`)
    if (/[\p{Cc}\p{Cf}\ufffe\uffff]/u.test(token)) {
      throw new Error(`control character in ${JSON.stringify(token)}`)
    }
    if (!token.isWellFormed() || ENTITY.test(token))
      throw new Error(`bad text ${JSON.stringify(token)}`)
    if (text !== undefined) continue
    if (closing) {
      if (open.pop() !== name) throw new Error(`</${name}> closes another`)
      continue
    }
    if (!ELEMENTS.has(name)) throw new Error(`<${name}>`)
    for (const [, key = ''] of attributes.matchAll(/ ([\w-]+)="/g)) {
      if (!ATTRIBUTES.has(key)) throw new Error(`${key}=`)
    }
    if (!empty) open.push(name)
  }
  if (open.length) throw new Error(`unclosed ${open}`)
}

export type Extent = Readonly<{
  width: number
  height: number
  left: number
  right: number
  top: number
  bottom: number
}>

/** The frame, and how far bars, rules and the beginnings of texts reach. */
export function extentOf(svg: string): Extent {
  const [, width = 0, height = 0] = /viewBox="0 0 (\S+) (\S+)"/.exec(svg)?.map(Number) ?? []
  const bars = [...svg.matchAll(/M(\S+) (\S+)H([\d.-]+)/g)].map((match) => match.map(Number))
  const texts = [...svg.matchAll(/<text [^>]* x="([^"]+)" y="([^"]+)"/g)].map((match) =>
    match.map(Number),
  )
  const xs = [
    ...bars.flatMap(([, from = 0, , to = 0]) => [from, to]),
    ...texts.map(([, x = 0]) => x),
  ]
  const ys = [...bars, ...texts].map(([, , y = 0]) => y)
  return {
    width,
    height,
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  }
}

/** Lanes are the groups that name themselves. */
export function laneCount(svg: string): number {
  return svg.split('<g><title>').length - 1
}
