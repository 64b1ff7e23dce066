/** The log of the core and the adapters, for what people in a chat must not see. A pino logger fits. */
export type Log = Readonly<
  Record<
    'info' | 'warn' | 'error',
    (fields: Readonly<Record<string, unknown>>, message: string) => void
  >
>
