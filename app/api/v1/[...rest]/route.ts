import { AppError } from '#lib/core/index.ts'
import { route } from '../_door/index.ts'

/** An address that nothing stands at still answers as the contract says. */
const nothing = route({ summary: 'Nothing', permission: 'anyone' }, () => {
  throw new AppError('not_found', 'There is nothing at this address. GET /api/v1/openapi.json lists what there is.')
})

export { nothing as DELETE, nothing as GET, nothing as PATCH, nothing as POST, nothing as PUT }
