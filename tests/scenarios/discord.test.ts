import { discordStage } from './discord.ts'
import { scenarios } from './scenarios.ts'

scenarios(discordStage)
