/** A folder of wheels named by the operator, unpacked next to them so that programs can import from it. */
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { SandboxUnavailableError } from '../sandbox.ts'

const MARK = '.overlap-'

const UNPACK = `
import compileall, os, shutil, sys, zipfile
target, *wheels = sys.argv[1:]
os.umask(0o022)
os.chmod(target, 0o755)
for wheel in wheels:
  with zipfile.ZipFile(wheel) as archive:
    archive.extractall(target)
for name in os.listdir(target):
  if name.endswith(".data"):
    for kind in ("purelib", "platlib"):
      if os.path.isdir(os.path.join(target, name, kind)):
        shutil.copytree(os.path.join(target, name, kind), target, dirs_exist_ok=True)
    shutil.rmtree(os.path.join(target, name))
compileall.compile_dir(target, quiet=2)`

/**
 * Returns the folder with the unpacked wheels. They are unpacked once, and again after they changed.
 *
 * @param folder - Where the wheels are; Overlap has to be able to write there.
 * @param python - The interpreter that compiles them.
 * @throws {SandboxUnavailableError} There are none, or they cannot be unpacked.
 */
export async function unpackedWheels(folder: string, python: string): Promise<string> {
  try {
    const names = await readdir(folder)
    const wheels = names.filter((name) => name.endsWith('.whl')).sort()
    if (wheels.length === 0) throw new Error('there are no wheels in it')
    const unpacked = `${MARK}${await keyOf(folder, wheels, python)}`
    const path = join(folder, unpacked)
    if (names.includes(unpacked)) return path
    const made = await mkdtemp(join(folder, `${MARK}new-`))
    const files = wheels.map((name) => join(folder, name))
    await execa(python, ['-I', '-c', UNPACK, made, ...files])
    await rename(made, path)
    const old = names.filter((name) => name.startsWith(MARK))
    await Promise.all(old.map((name) => rm(join(folder, name), { recursive: true })))
    return path
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new SandboxUnavailableError(`OVERLAP_LIBRARIES: ${folder} can't be used: ${reason}`)
  }
}

async function keyOf(folder: string, wheels: readonly string[], python: string): Promise<string> {
  const hash = createHash('sha256').update(python)
  for (const name of wheels) {
    const { size, mtimeMs } = await stat(join(folder, name))
    hash.update(`${name} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex').slice(0, 16)
}
