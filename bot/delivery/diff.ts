/** Maintains the platform messages of an answer: edits those that changed, posts missing ones, removes surplus ones. */
import { type Outcome, resultOf } from './outcome.ts'

/** Writes single platform messages. `Ref` finds one again; `Piece` is its content. */
export type Writer<Ref, Piece> = Readonly<{
  /** Equal for two pieces that look the same. */
  fingerprint(piece: Piece): string
  /** `place` identifies the post within its answer; a repost gets a new one. `before`: the parts before it. */
  post(piece: Piece, place: string, before: readonly Ref[]): Promise<Ref>
  edit(ref: Ref, piece: Piece): Promise<Outcome<unknown>>
  /** Does nothing when the message is already gone, or can't be deleted. */
  remove(ref: Ref): Promise<unknown>
}>

export type Parts<Ref, Piece> = Readonly<{
  refs(): readonly Ref[]
  /** Takes over existing parts. Unless `says` gives their fingerprint, they are always rewritten. */
  adopt(refs: readonly Ref[], says?: string): void
  /**
   * Writes all pieces. Throws what kept one from being written; those already written stay and aren't posted again.
   * `isLast`: no revision follows, so what can't be edited is posted as a new message.
   */
  write(pieces: readonly Piece[], isLast: boolean): Promise<void>
}>

/** `says`: fingerprint of the content; null where it isn't known. */
type Part<Ref> = Readonly<{ ref: Ref; says: string | null }>

/** Tracks the platform messages that one answer consists of, starting from those in `standing`. */
export function createParts<Ref, Piece>(
  { fingerprint, post, edit, remove }: Writer<Ref, Piece>,
  standing: readonly Ref[] = [],
): Parts<Ref, Piece> {
  let parts: Part<Ref>[] = []
  let renewals = 0
  const refs = () => parts.map(({ ref }) => ref)

  function adopt(all: readonly Ref[], says?: string): void {
    parts = all.map((ref) => ({ ref, says: says ?? null }))
  }

  async function put(piece: Piece, at: number, isLast: boolean): Promise<void> {
    const part = parts[at]
    const says = fingerprint(piece)
    if (part?.says === says) return
    const changed = part && (await change(part, piece, says, isLast))
    if (changed) {
      parts[at] = changed
      return
    }
    if (part) await drop(at)
    const ref = await post(piece, renewals > 0 ? `${at} anew ${renewals}` : `${at}`, refs())
    parts.push({ ref, says })
  }

  /** Also removes all parts after it: reposted, it would otherwise come after them. */
  async function drop(from: number): Promise<void> {
    renewals += 1
    for (const { ref } of parts.splice(from)) await remove(ref)
  }

  /** Null where it must be reposted. A part that someone deleted while the answer was being written stays deleted. */
  async function change(part: Part<Ref>, piece: Piece, says: string, isLast: boolean) {
    const outcome = await edit(part.ref, piece)
    if (outcome.is === 'gone') return part.says === null ? null : part
    if (outcome.is === 'fixed' || outcome.is === 'missing') return isLast ? null : part
    resultOf(outcome)
    return { ...part, says }
  }

  adopt(standing)
  return {
    refs,
    adopt,
    async write(pieces, isLast) {
      for (const [at, piece] of pieces.entries()) await put(piece, at, isLast)
      for (const { ref } of parts.splice(pieces.length)) await remove(ref)
    },
  }
}
