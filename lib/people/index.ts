export { type Ability, can, type Owned, requireAbility } from './abilities.ts'
export { endAllSessions } from './after-restore.ts'
export { type ApiKeyView, createApiKey, type KeyScope, keyScopes, listApiKeys, newApiKeySchema, revokeApiKey } from './api-key.ts'
export type { Caller } from './caller.ts'
export { createPerson, type NewPerson, newPersonSchema } from './create-person.ts'
export { createDelegation, getDelegation, listDelegations, newDelegationSchema, revokeDelegation } from './delegation.ts'
export type { DelegationView } from './delegation-view.ts'
export { callerAgain, callerByKey, callerBySession, callerFromSession, callersNow, findCaller } from './find-caller.ts'
export { listColleagues, listPeople } from './list-people.ts'
export { type ComposeMail, type DueMail, deliverMails } from './notifications/deliver-mails.ts'
export {
  browserNotifications,
  listNotifications,
  markNotificationsRead,
  type NotificationView,
  sweepNotifications,
} from './notifications/list-notifications.ts'
export { askingKinds, type NotificationKind, passedOnKinds, securityKinds } from './notifications/notification-kinds.ts'
export { type Asked, type NewNotification, notify } from './notifications/notify.ts'
export { planDigests } from './notifications/plan-digests.ts'
export { loadPreferences, type NotificationPreferences, preferenceSchema, savePreferences } from './notifications/preference.ts'
export { askPasskey, type PasskeyQuestion } from './passkeys/ask-passkey.ts'
export { type Purpose, sweepPasskeyChallenges } from './passkeys/challenges.ts'
export { type CheckedAssertion, checkAssertion, spendAssertion } from './passkeys/check-assertion.ts'
export { beginEnrolment, type EnrolmentNeeds, enrolmentNeeds, finishEnrolment } from './passkeys/enrolment.ts'
export { listPasskeys, type PasskeyView, passkeyHolders, removePasskey, renamePasskey } from './passkeys/manage-passkeys.ts'
export { cancelPasskeyReset, confirmPasskeyReset, openPasskeyResets, type PasskeyResetView } from './passkeys/passkey-reset.ts'
export { type RelyingParty, relyingPartyOf } from './passkeys/relying-party.ts'
export { type Assertion, assertionSchema, registrationSchema } from './passkeys/responses.ts'
export { passwordSchema } from './password.ts'
export { nameSchema, type PersonView, rolesSchema, teamNamesSchema } from './person-view.ts'
export { secureCookies, sessionOfToken, sessionSeconds } from './session-cookie.ts'
export { holdersOfPassword, makeFirstAdmin, type SignedIn, signIn, signInByLink } from './sign-in.ts'
export { type SignInLimits, sweepSignInLimits } from './sign-in-limit.ts'
export { type LinkPreview, lookAtSignInLink, makeFirstAdminLink, makeSignInLink, type SignInLink } from './sign-in-link.ts'
export {
  createTeam,
  dropTeam,
  listTeams,
  lockTeam,
  newTeamSchema,
  renameTeam,
  setTeamMembers,
  type TeamView,
  teamTitleSchema,
} from './teams.ts'
export { deactivatePerson, reactivatePerson, setPassword, updatePerson } from './update-person.ts'
