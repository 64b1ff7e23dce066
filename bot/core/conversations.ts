/** What is remembered of a request, and forgotten with the message that asked. */
import type { Request } from './request.ts'

export type Conversations = Readonly<{
  /** A request is being answered, until the function that this returns is called. */
  begin(request: Pick<Request, 'id' | 'source'>): () => void
  /** Forgets what requests with this `source` have left or are about to leave. Never throws. */
  forget(source: string): Promise<void>
}>
