export interface Product {
  id: string
  name: string
  category: string
  description: string
  /** Cents. */
  price: number
  stock: number
}

/** Name | category | price | description */
const lines = `
Glass vase “Aurora”|living|79.00|Hand-blown vase of blue glass, 32 cm, each one a little different.
Vase “Morgentau”|living|54.00|Slim vase of clear glass for a single stem or three.
Terracotta vase “Siena”|living|46.50|Unglazed vase for dried flowers.
Teapot “Nordlicht”|kitchen|64.90|Stoneware teapot for 1.2 litres, with a strainer.
Coffee grinder “Müller No. 5”|kitchen|89.00|Hand grinder with a steel burr and a walnut lid.
Cast iron pan 28 cm|kitchen|72.00|Heavy pan, seasoned, for every stove.
Copper saucepan 1.5 l|kitchen|118.00|Saucepan with a tin lining and a brass handle.
Chef's knife 20 cm|kitchen|95.00|Forged knife with a handle of smoked oak.
Bread board, oak|kitchen|38.00|Solid board with a groove for crumbs.
Salt and pepper mills|kitchen|49.90|A pair of beech mills with ceramic grinders.
Enamel roasting tin|kitchen|34.50|White enamel with a blue rim, 36 cm.
Mixing bowls, set of 3|kitchen|42.00|Steel bowls that stand in each other.
Dinner plates “Kreide”, set of 6|table|84.00|Matt white stoneware plates, 27 cm.
Soup bowls “Kreide”, set of 6|table|78.00|Matt white stoneware bowls, 0.6 litres.
Wine glasses, set of 6|table|59.40|Thin crystal glasses for red and white.
Water carafe 1 l|table|29.90|Carafe with a cork ball.
Linen tablecloth 160 × 250|table|69.00|Washed linen, the colour of sand.
Linen napkins, set of 4|table|32.00|Washed linen, hemmed by hand.
Cutlery “Æble”, 24 pieces|table|149.00|Brushed steel cutlery for six.
Egg cups, set of 4|table|18.50|Beech egg cups.
Wool blanket “Färöer”|living|129.00|Woven blanket of lambswool, 130 × 190 cm.
Cushion “Kilim”|living|44.00|Cushion cover with a woven pattern, 50 × 50 cm.
Candle holders, set of 3|living|39.90|Brass holders of three heights.
Table lamp “Lampion”|living|112.00|Paper shade on an ash foot.
Wall clock “Viertel”|living|68.00|Silent clock, 30 cm.
Picture frame 30 × 40|living|24.90|Oak frame with real glass.
Bath towels, set of 2|bath|48.00|Heavy cotton towels, 70 × 140 cm.
Soap dish, marble|bath|22.00|White marble with a drain.
Bath mat “Kiesel”|bath|36.00|Cotton mat with a pebble pattern.
Laundry basket, willow|bath|74.00|Basket with a lid and a cotton bag.
Watering can 5 l|garden|41.00|Zinc can with a brass rose.
Bird house “Meise”|garden|33.00|Larch house for small birds.
Herb planter|garden|52.00|Three pots on an iron tray.
Garden lantern|garden|57.00|Iron lantern for thick candles.
Storage jars, set of 4|storage|46.00|Glass jars with bamboo lids.
Shelf basket, seagrass|storage|28.00|Woven basket, 30 × 30 cm.
Coat rack “Ast”|storage|97.00|Ash rack with six hooks.
Gift box 🎁 “Housewarming”|table|85.00|Bread board, salt and pepper mills, and two napkins in a box.
`

export const products: readonly Product[] = lines
  .trim()
  .split('\n')
  .map((line, index) => {
    const [name = '', category = '', price = '0', description = ''] = line.split('|')
    return { id: String(301 + index), name, category, description, price: Math.round(Number(price) * 100), stock: (index * 37) % 140 }
  })
