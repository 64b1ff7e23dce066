/** How one thing is doing that Overlap needs. `detail` may be read by strangers. */
export type State = Readonly<{ name: string; ok: boolean; detail: string }>
