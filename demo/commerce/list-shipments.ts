import { reading } from '../route.ts'
import { id, limit, oneOf } from '../schemas.ts'
import { shipmentStatuses } from './schemas.ts'

export const listShipments = reading<{ orderId?: string; status?: string; limit?: number }>({
  tag: 'commerce',
  operationId: 'listShipments',
  summary: 'List shipments',
  description: 'Parcels with carrier, tracking number and where they are: all, those of one order, or those with a status. Newest first.',
  path: '/shipments',
  parameters: {
    orderId: id('Only parcels of this order.', '1042'),
    status: oneOf(shipmentStatuses, 'Only parcels with this status.'),
    limit,
  },
  answer: 'ShipmentList',
  countersign: {
    effect: 'read',
    examples: ['Where is the parcel of order {orderId}?', 'Track the shipment of order {orderId}', 'Which parcels are {status}?'],
    outside: false,
  },
  run: (input, { db }) => {
    const where = 'WHERE (?1 IS NULL OR order_id = ?1) AND (?2 IS NULL OR status = ?2)'
    const filters = [input.orderId ?? null, input.status ?? null]
    const items = db.all(
      `SELECT id AS shipmentId, order_id AS orderId, carrier, tracking AS trackingNumber, status, shipped_at AS shippedAt, delivered_at AS deliveredAt
       FROM shipment ${where} ORDER BY shipped_at DESC, id DESC LIMIT ?3`,
      ...[...filters, input.limit ?? 20],
    )
    return { items, total: db.get<{ n: number }>(`SELECT count(*) AS n FROM shipment ${where}`, ...filters)?.n ?? 0 }
  },
})
