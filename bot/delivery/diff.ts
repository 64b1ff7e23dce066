/** A message as the parts that it is on a platform: what changed is edited, what is missing is posted, what is left over goes. */
import { type Outcome, resultOf } from './outcome.ts'

/** How one platform message is written. `Ref` finds it again; `Piece` is what it says. */
export type Writer<Ref, Piece> = Readonly<{
  /** The same for two pieces that look the same. */
  fingerprint(piece: Piece): string
  /** `place` names what is posted within its answer; posted anew, it has another one. `before`: the parts before it. */
  post(piece: Piece, place: string, before: readonly Ref[]): Promise<Ref>
  edit(ref: Ref, piece: Piece): Promise<Outcome<unknown>>
  /** What is gone, or has to stay, is left so. */
  remove(ref: Ref): Promise<unknown>
}>

export type Parts<Ref, Piece> = Readonly<{
  refs(): readonly Ref[]
  /** Parts that are there already; where it is not known what they say, they are written in any case. */
  adopt(refs: readonly Ref[], says?: string): void
  /**
   * Throws what kept it from being written; what was written until then stands, and is not posted again.
   * `isLast`: no revision follows, so that what cannot be edited is said in a message of its own.
   */
  write(pieces: readonly Piece[], isLast: boolean): Promise<void>
}>

/** `says`: the fingerprint of what it says; null where another answer wrote it. */
type Part<Ref> = Readonly<{ ref: Ref; says: string | null }>

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

  /** What comes after goes as well: posted anew, it would stand before what it follows. */
  async function drop(from: number): Promise<void> {
    renewals += 1
    for (const { ref } of parts.splice(from)) await remove(ref)
  }

  /** Null where it has to be posted anew. What somebody deleted while it was being written stays away. */
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
