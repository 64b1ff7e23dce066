/** What is remembered of a request, and forgotten when the message that asked is deleted. */
import type { Request } from './request.ts'

export type Conversations = Readonly<{
  /** Marks a request as being answered until the returned function is called. */
  begin(request: Pick<Request, 'id' | 'source'>): () => void
  /** Forgets what requests with this `source` left behind or are about to. Never throws. */
  forget(source: string): Promise<void>
}>
