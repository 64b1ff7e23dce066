import { scenarios } from './scenarios.ts'
import { webStage } from './web.ts'

scenarios(webStage)
