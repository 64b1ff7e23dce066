/** What is kept about a person, for that person. */
import type { Feature } from '../../core/feature.ts'
import { type DataDeps, dataCommand } from './command.ts'

/** The `/data` feature. */
export function dataFeature(deps: DataDeps): Feature {
  return { commands: [dataCommand(deps)] }
}
