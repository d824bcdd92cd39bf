import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { Toaster } from '#components/ui/toaster.tsx'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Countersign', template: '%s · Countersign' },
  description: 'Work across your systems, countersigned before anything risky runs.',
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#faf9f6' },
    { media: '(prefers-color-scheme: dark)', color: '#141311' },
  ],
}

// The choice of light or dark comes as a cookie, so that the first byte is already in the right colours and no script must run before it.
export default async function RootLayout({ children }: { children: ReactNode }) {
  const store = await cookies()
  const theme = store.get('theme')?.value
  const chosen = theme === 'light' || theme === 'dark' ? { 'data-theme': theme } : {}
  const keys = store.get('keys')?.value === 'off' ? { 'data-keys': 'off' } : {}
  return (
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning {...chosen} {...keys}>
      <body>
        {children}
        <Toaster />
      </body>
    </html>
  )
}
