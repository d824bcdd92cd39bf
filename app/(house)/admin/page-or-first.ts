import { isAppError } from '#lib/core/index.ts'

/** The page behind a cursor; a cursor that someone made up shows the first page. */
export async function pageOrFirst<Page>(cursor: string | undefined, load: (cursor: string | undefined) => Promise<Page>): Promise<Page> {
  try {
    return await load(cursor)
  } catch (error) {
    if (cursor === undefined || !isAppError(error, 'invalid')) throw error
    return load(undefined)
  }
}
