/** The addresses that components point to. */
export const links = {
  chat: '/chat',
  conversation: (id: string) => `/chat/${id}`,
  approvals: '/approvals',
  actions: '/actions',
  action: (id: string) => `/actions/${id}`,
  /** Where the card stands on the page that shows it. */
  cardOnPage: (id: string) => `#card-${id}`,
  turnUndo: (turnId: string) => `/actions/undo/${turnId}`,
  account: '/account',
  admin: '/admin',
} as const
