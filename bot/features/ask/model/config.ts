/** How the language model is reached, and how much of it may be used. */
export type ModelConfig = Readonly<{
  /** Secret; null for servers that need none. */
  apiKey: string | null
  /** Null for OpenAI's own. */
  baseUrl: string | null
  name: string
  /** Null leaves it to the model. */
  temperature: number | null
  /** Longest silence of the model. */
  timeoutMs: number
  /** Of one UTC day, prompt and answer together. */
  tokensPerDay: Readonly<{ person: number; workspace: number }>
}>
