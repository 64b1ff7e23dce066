/** The content of one Slack message, and where it goes. */
import type { Part } from './render/pack.ts'

export type Target = Readonly<{ channel: string; thread?: string | undefined }>
export type Content = Readonly<{ blocks: Part; text: string }>
