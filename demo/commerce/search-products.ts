import { toMoney } from '../money.ts'
import { reading } from '../route.ts'
import { limit, oneOf, text } from '../schemas.ts'
import { holdsWords } from '../words.ts'
import { categories } from './schemas.ts'

interface ProductRow {
  id: string
  name: string
  category: string
  description: string
  price: number
  stock: number
}

export const searchProducts = reading<{ query: string; category?: string; limit?: number }>({
  tag: 'commerce',
  operationId: 'searchProducts',
  summary: 'Search products',
  description: 'Finds products of the catalogue by words in their name or description, with price and how many are in stock.',
  path: '/products',
  parameters: {
    query: text('Words to look for.', 200, 'glass vase'),
    category: oneOf(categories, 'Only products of this category.'),
    limit,
  },
  required: ['query'],
  answer: 'ProductList',
  countersign: {
    effect: 'read',
    examples: [
      'Find products like {query}',
      'Do we have {query} in stock?',
      'What does the {query} cost?',
      'Search the {category} catalogue for {query}',
    ],
    outside: false,
  },
  run: ({ query, category, limit: most = 20 }, { db }) => {
    const found = db
      .all<ProductRow>('SELECT * FROM product WHERE ?1 IS NULL OR category = ?1 ORDER BY name', category ?? null)
      .filter(({ name, description }) => holdsWords(`${name} ${description}`, query))
    const items = found.slice(0, most).map(({ id, price, ...rest }) => ({ productId: id, ...rest, price: toMoney(price, 'EUR') }))
    return { items, total: found.length }
  },
})
