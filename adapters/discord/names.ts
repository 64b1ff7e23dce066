/** What commands are called in other languages. Discord shows a member the name of their own; English is the rest. */
import type { Locale } from 'discord.js'

/** The entry in the menu of a message. */
export const RUN_MESSAGE = 'Run Python'

type Names = Readonly<Partial<Record<`${Locale}`, string>>>

/** By the name of a command. Small letters, no spaces, and no two commands alike in one language. */
export const NAMES: Readonly<Record<string, Names>> = {
  run: { de: 'ausführen', fr: 'exécuter', 'es-ES': 'ejecutar' },
  lesson: { de: 'lektion', fr: 'leçon', 'es-ES': 'lección' },
  challenge: { de: 'aufgabe', fr: 'défi', 'es-ES': 'reto' },
  review: { de: 'wiederholen', fr: 'réviser', 'es-ES': 'repasar' },
  help: { de: 'hilfe', fr: 'aide', 'es-ES': 'ayuda' },
  [RUN_MESSAGE]: { de: 'Python ausführen', fr: 'Exécuter le Python', 'es-ES': 'Ejecutar Python' },
}
