/** Names with their points, as a text table. */
import type { Block } from '../../../core/message.ts'
import { oneLine } from '../../../lib/text/visible.ts'

type Row = Readonly<{ rank: number; points: number; name: string; gained?: number }>

const NAME = 40

/** A text table of points. Names come last, so that wide scripts don't misalign the other columns. */
export function table(title: string, rows: readonly Row[]): Block {
  const gains = rows.some(({ gained = 0 }) => gained > 0)
  const lines = rows.map(({ rank, points, name, gained = 0 }) => {
    const more = gains ? (gained > 0 ? `+${gained}` : '').padStart(4) : ''
    return `${`${rank}`.padStart(3)} ${`${points}`.padStart(5)} ${more}  ${oneLine(name, NAME)}`
  })
  return { kind: 'code', text: lines.join('\n'), language: 'text', title }
}
