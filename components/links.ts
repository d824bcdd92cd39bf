/** The addresses that components point to. */
export const links = {
  chat: '/chat',
  conversation: (id: string) => `/chat/${id}`,
  approvals: '/approvals',
  actions: '/actions',
  action: (id: string) => `/actions/${id}`,
  turnUndo: (turnId: string) => `/actions/undo/${turnId}`,
  admin: '/admin',
} as const
