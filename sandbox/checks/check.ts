/** One result of `overlap doctor`. */
export type Check = Readonly<{
  name: string
  ok: boolean
  /** Overlap cannot run code without it. */
  needed: boolean
  detail: string
  /** The command or step that fixes it. */
  fix: string | null
}>
