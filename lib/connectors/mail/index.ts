export { createMailClient, type MailClient, type OutgoingMail } from './client.ts'
export { sendMail } from './send.ts'
