/** The endpoints for monitoring: liveness, readiness and metrics. */
import type { Hono } from 'hono'
import type { State } from '../../bot/core/state.ts'

export type Probes = Readonly<{
  states(): Promise<readonly State[]>
  metrics: Readonly<{ contentType: string; text(): Promise<string> }>
}>

/** Adds `/healthz` and `/readyz`, which are open to everyone, since they only say what works. */
export function addHealth(app: Hono, probes: Probes | undefined): void {
  app.get('/healthz', (context) => context.text('ok'))
  if (!probes) return
  app.get('/readyz', async (context) => {
    const troubles = (await probes.states()).filter(({ ok }) => !ok)
    if (troubles.length === 0) return context.text('ready')
    return context.text(troubles.map(({ name, detail }) => `${name}: ${detail}`).join('\n'), 503)
  })
}

/** Adds `/metrics`, which is for admins only. */
export function addMetrics(app: Hono, probes: Probes | undefined): void {
  if (!probes) return
  const { contentType, text } = probes.metrics
  app.get('/metrics', async (context) =>
    context.body(await text(), 200, { 'Content-Type': contentType, 'Cache-Control': 'no-store' }),
  )
}
