import { isTransient } from './sql-state.ts'

/** Runs a transaction again when it has collided with another one; what stays in the way is thrown. */
export async function retrying<T>(attempts: number, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!isTransient(error) || attempt === attempts) throw error
    }
  }
}
