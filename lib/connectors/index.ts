export { type Access, mayUse } from './access.ts'
export {
  type AddedConnection,
  addBuiltInConnection,
  addConnection,
  type ConnectionActor,
  connectionName,
  ensureCountersignConnection,
  type NewConnection,
} from './add-connection.ts'
export { addConnector, type BuiltInConnector } from './built-in.ts'
export { accessSchema, connectionsForTeam, setConnectionAccess } from './change-access.ts'
export { confirmOperation, setConnectionEnabled, setConnectionLimits, setOperationEnabled } from './change-connection.ts'
export { confirmAsDeclared, type ProposedOperation, proposedOperations } from './confirm-as-declared.ts'
export type { ConnectedOperation, ConnectionSummary } from './connected-operation.ts'
export { type ConnectionSettings, connectionLimits, limitsChange, limitsOf } from './connection-settings.ts'
export { documentErrand, fetchByWorker } from './fetch-by-worker.ts'
export { fetchDocument } from './fetch-document.ts'
export { findOperation, listOperations, loadOperation, offeredBy } from './find-operation.ts'
export { type ConnectionDetail, listConnections } from './list-connections.ts'
export { openClient } from './open-client.ts'
export { type AuthRequest, authRequest, importedSchema, type LeftOutEntry, schemaChecker } from './openapi/index.ts'
