import type { Role } from '#lib/core/index.ts'

declare module 'next-auth' {
  interface User {
    id: string
    name: string
    email: string
    sessionVersion: number
  }

  interface Session {
    expires: string
    user: { id: string; name: string; email: string; roles: Role[] }
  }
}

declare module 'next-auth/jwt' {
  interface JWT {
    sessionVersion?: number
  }
}
