/** Finds out how this machine can run a jail, and starts slots accordingly. */
import { generateKeyPair } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { execa } from 'execa'
import type { Limits } from '../limits.ts'
import { type CgroupsBy, SandboxUnavailableError } from '../sandbox.ts'
import { type CgroupPlace, findCgroups, thisHost } from './cgroup-place.ts'
import { findIds, type IdPool } from './ids.ts'
import { defaultStateDir, type Instance, MARK, openInstance } from './instance.ts'
import { findPython, type Python } from './python.ts'
import { buildRoot } from './rootfs.ts'
import { SYSTEM_PATH } from './runtime.ts'
import { type Slot, startSlot } from './slot.ts'

const RUNTIMES = ['runc', 'crun']

export type LaunchOptions = Readonly<{
  /** Path of the interpreter; null to search for one. */
  python: string | null
  /** A folder of wheels to use instead of installed libraries. */
  libraries?: string | null
  /** Name or path of an OCI runtime; null takes the first of runc and crun that works. */
  ociRuntime: string | null
  limits: Limits
  /** Where containers and their root folder live while Overlap runs. */
  stateDir: string | null
}>

export type Launcher = Readonly<{
  runtime: string
  python: Python
  /** Who makes the cgroups that enforce memory and process limits; null where each run's init does it by sampling. */
  cgroups: CgroupsBy | null
  /** The first slot, started to prove that this works. */
  first: Slot
  start(): Promise<Slot>
  /** Removes the state folder. All slots must have been removed. */
  close(): Promise<void>
}>

/**
 * Finds a configuration that works and starts the first slot.
 *
 * @throws {SandboxUnavailableError} No attempt worked; the message has the reason of each.
 */
export async function launch(options: LaunchOptions): Promise<Launcher> {
  if (process.platform !== 'linux') {
    throw new SandboxUnavailableError(
      'Running code needs Linux. On macOS and Windows use the container, see docs/container.md.',
    )
  }
  const [python, ids, settings, places] = await Promise.all([
    findPython(options.python, options.libraries ?? null),
    findIds(),
    authority(options.limits),
    thisHost().then(findCgroups),
  ])
  const failures: string[] = []
  for (const runtime of await installed(options.ociRuntime)) {
    const instance = await openInstance(options.stateDir ?? (await defaultStateDir()), runtime)
    const root = join(instance.folder, 'root')
    await buildRoot(root, python)
    for (const place of [...places, null]) {
      const start = slotStarter(instance, {
        runtime,
        python,
        ids,
        root,
        settings,
        limits: options.limits,
        place,
      })
      try {
        await place?.prepare()
        const first = await start()
        if (place === null || first.ready.limited) {
          await place?.yieldToUs()
          const cgroups = place?.by ?? null
          return { runtime, python, cgroups, first, start, close: instance.remove }
        }
        await first.remove()
        failures.push(`${runtime}: the cgroup has no limits`)
      } catch (error) {
        failures.push(
          `${runtime}${place ? '' : ' without cgroup limits'}: ${error instanceof Error ? error.message : error}`,
        )
      }
    }
    await instance.remove()
  }
  throw new SandboxUnavailableError(`No jail could be started. ${failures.join('; ')}`)
}

type StarterOptions = Readonly<{
  runtime: string
  python: Python
  ids: IdPool
  root: string
  settings: object
  limits: Limits
  place: CgroupPlace | null
}>

function slotStarter(
  instance: Instance,
  { place, ids, ...spec }: StarterOptions,
): () => Promise<Slot> {
  let made = 0
  return async () => {
    const id = `${MARK}${instance.name}-${made++}`
    const lent = await ids.lend()
    try {
      const slot = await startSlot({
        ...spec,
        id,
        ids: lent.ids,
        cgroup: place && {
          path: place.pathOf(id),
          cpu: place.cpu,
          bySystemd: place.by === 'systemd',
        },
        state: join(instance.folder, 'oci'),
        folder: join(instance.folder, id),
      })
      return { ...slot, remove: () => slot.remove().finally(lent.release) }
    } catch (error) {
      lent.release()
      throw error
    }
  }
}

async function installed(wanted: string | null): Promise<string[]> {
  const candidates = wanted ? [wanted] : RUNTIMES
  const found: string[] = []
  for (const candidate of candidates) {
    const { failed } = await execa(candidate, ['--version'], {
      reject: false,
      extendEnv: false,
      env: { PATH: SYSTEM_PATH },
      timeout: 5_000,
    })
    if (!failed) found.push(candidate)
  }
  if (found.length === 0) {
    throw new SandboxUnavailableError(
      `No OCI runtime found (${candidates.join(', ')}). Fix it with: ./setup`,
    )
  }
  return found
}

/**
 * Keys of the practice web: an authority that signs with RSA (plain arithmetic in the jail) and one quick key for all
 * hosts.
 */
async function authority(limits: Limits): Promise<object> {
  const generate = promisify(generateKeyPair)
  const [ca, leaf] = await Promise.all([
    generate('rsa', { modulusLength: 2048 }),
    generate('ec', { namedCurve: 'P-256' }),
  ])
  const { n, d } = ca.privateKey.export({ format: 'jwk' })
  return {
    limits,
    modulus: n,
    exponent: d,
    public: ca.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    leafPublic: leaf.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    leafKey: leaf.privateKey.export({ type: 'pkcs8', format: 'pem' }),
  }
}
