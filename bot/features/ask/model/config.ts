/** How to reach the language model, and how much it may be used. */
export type ModelConfig = Readonly<{
  /** Secret; null for servers that don't need one. */
  apiKey: string | null
  /** Null for OpenAI's own server. */
  baseUrl: string | null
  name: string
  /** Null for the model's default. */
  temperature: number | null
  /** Longest time without any data from the server, ms. */
  timeoutMs: number
  /** Limits per UTC day, for prompt and answer tokens together. */
  tokensPerDay: Readonly<{ person: number; workspace: number }>
}>
