/** What machines ask: is it alive, can it work, and its figures. */
import type { Hono } from 'hono'

export type Probes = Readonly<{
  /** What is not as it should be, a line each. */
  troubles(): Promise<readonly string[]>
  metrics: Readonly<{ contentType: string; text(): Promise<string> }>
}>

/** Open to whoever reaches the server: they say no more than whether it works. */
export function addHealth(app: Hono, probes: Probes | undefined): void {
  app.get('/healthz', (context) => context.text('ok'))
  if (!probes) return
  app.get('/readyz', async (context) => {
    const troubles = await probes.troubles()
    return troubles.length === 0 ? context.text('ready') : context.text(troubles.join('\n'), 503)
  })
}

/** For those who may come in. */
export function addMetrics(app: Hono, probes: Probes | undefined): void {
  if (!probes) return
  const { contentType, text } = probes.metrics
  app.get('/metrics', async (context) =>
    context.body(await text(), 200, { 'Content-Type': contentType, 'Cache-Control': 'no-store' }),
  )
}
