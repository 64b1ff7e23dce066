/** A real store that leaves nothing behind. */
import { openSqlite } from '../../bot/store/sqlite.ts'
import { type Store, storeOn } from '../../bot/store/store.ts'

export function memoryStore(): Promise<Store> {
  return storeOn(openSqlite(':memory:'))
}
