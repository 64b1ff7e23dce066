/** What `doctor` says of one thing. */
export type Check = Readonly<{
  name: string
  ok: boolean
  /** Overlap cannot run code without it. */
  needed: boolean
  detail: string
  /** The command or step that mends it. */
  mend: string | null
}>
