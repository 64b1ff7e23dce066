/** Where the core and the adapters write what people in a chat must not see. pino fits it. */
export type Log = Readonly<
  Record<
    'info' | 'warn' | 'error',
    (fields: Readonly<Record<string, unknown>>, message: string) => void
  >
>
