/** Draws a run: a lane for each task, thread and process, and what it was doing when. */
import type { RunResult } from '../../sandbox/sandbox.ts'
import type { SourceText } from '../lib/source-texts.ts'
import { describe } from './describe.ts'
import { DETAILS, drawLane } from './lane.ts'
import { isGroup, type Layout, layoutOf, SIZE } from './layout.ts'
import { drawLegend } from './legend.ts'
import { LETTER, picture, write } from './picture.ts'
import { rowsOf } from './rows.ts'
import { sourceOf, withFiles } from './source.ts'
import { element, number, type Svg } from './svg.ts'
import { stroked } from './theme.ts'
import { ticks, tickText } from './time.ts'

/**
 * Draws a run. `svg` works on its own in the light theme and PICTURES_CSS adapts it to the reader's; `alt` describes
 * the picture in plain text.
 */
export function timeline(
  code: string,
  result: RunResult,
  others: readonly SourceText[] = [],
): { svg: string; alt: string } {
  const source = sourceOf(code, result.trace, others)
  const wallMs = Math.max(result.wallMs, 1)
  const rows = rowsOf(source, result)
  const layout = layoutOf(rows, wallMs)
  const notes = notesOf(result, layout)
  const legend = drawLegend(layout, notes, layout.bottom + SIZE.axis)
  const pen = {
    stretches: DETAILS.stretches,
    marks: DETAILS.marks,
    source: source.line,
  }
  const alt = withFiles([describe(rows, result), ...notes].join(' '), source)
  const svg = picture(legend.bottom + SIZE.margin, alt, [
    ...axis(wallMs, layout),
    ...layout.lanes.flatMap((lane) => drawLane(lane, layout, pen)),
    ...legend.drawn,
  ])
  return { svg: withFiles(svg, source), alt }
}

function axis(wallMs: number, { x: scale, bottom }: Layout): readonly Svg[] {
  return ticks(wallMs, SIZE.ticks).flatMap((ms) => {
    const text = tickText(ms, wallMs)
    const half = (text.length * SIZE.small * LETTER) / 2
    const x = scale(ms)
    return [
      element('path', {
        ...stroked('rule'),
        d: `M${number(x)} ${SIZE.margin}V${number(bottom + 4)}`,
      }),
      write(text, Math.min(x, SIZE.width - half - 2), bottom + 16, { anchor: 'middle' }),
    ]
  })
}

/** Notes on what the picture leaves out or groups. */
function notesOf({ trace }: RunResult, { lanes }: Layout): readonly string[] {
  const grouped = lanes.reduce((sum, { lane }) => sum + (isGroup(lane) ? lane.rows.length : 0), 0)
  const drawn = trace?.tasks.length ?? 0
  return [
    ...(grouped ? [`${grouped} lanes are grouped: every thin line is one of them.`] : []),
    ...(trace && trace.taskCount > drawn
      ? [`Only the first ${drawn} of ${trace.taskCount} tasks are drawn.`]
      : []),
  ]
}
