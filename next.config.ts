import type { NextConfig } from 'next'

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // The title is part of the page's first bytes for everyone, not streamed behind them: screen readers read it first.
  htmlLimitedBots: /.*/,
  // `npm test` checks the types, of the tests too; a start does not wait for that.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['@node-rs/argon2', '@prisma/client', '@prisma/adapter-pg', 'pg', 'bullmq', 'pino', 'undici', 'nodemailer'],
}

export default config
