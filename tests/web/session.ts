import { afterAll, afterEach, expect } from 'vitest'
import { startProgram } from '../scenarios/program.ts'
import { openBrowser } from './browser.ts'

/** The whole program and browsers for all tests of a file, which leave no bug and no complaint of the page behind. */
export async function openSession() {
  const [program, browsers] = await Promise.all([startProgram(), openBrowser()])
  afterEach(async () => {
    await browsers.leave()
  })
  afterAll(async () => {
    await Promise.all([program.close(), browsers.close()])
    expect(program.bugs).toEqual([])
    expect(browsers.complaints).toEqual([])
  })
  return { program, browsers }
}
