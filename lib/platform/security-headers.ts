/** What every answer says, page or not. */
function common(https: boolean): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
    'x-frame-options': 'DENY',
    ...(https ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  }
}

/**
 * For a page: only scripts that carry this answer's nonce, and what they load; no frame around an approval. Styles may stand
 * inline (positions of menus, widths of columns): they run nothing. `development` adds what hot reload needs.
 */
export function pageHeaders({
  nonce,
  https,
  development,
}: {
  nonce: string
  https: boolean
  development: boolean
}): Record<string, string> {
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${development ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ]
  return { ...common(https), 'content-security-policy': policy.join('; ') }
}

/** For an answer that is data: should a browser show it after all, nothing in it runs. */
export function dataHeaders({ https }: { https: boolean }): Record<string, string> {
  return { ...common(https), 'content-security-policy': "default-src 'none'; frame-ancestors 'none'", 'cache-control': 'no-store' }
}
