import { authDoor } from '../auth-door.ts'

export const dynamic = 'force-dynamic'

export { authDoor as GET, authDoor as POST }
