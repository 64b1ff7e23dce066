/** The state of one thing that Overlap needs. `detail` is shown publicly, so it must not contain secrets. */
export type State = Readonly<{ name: string; ok: boolean; detail: string }>
