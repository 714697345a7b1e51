/** Texts as applications have them, each another: for trees of any size. */
const KINDS: readonly (readonly [ending: string, part: (index: number) => string])[] = [
  [
    'js',
    index =>
      `export async function load${index}(id) {\n  const answer = await fetch(\`/items/\${id}?page=${index}\`);\n  if (!answer.ok) throw new Error('no answer for item ' + id);\n  const { data, next } = await answer.json();\n  return { items: data.map(item => ({ ...item, seen: ${index} })), next };\n}\n\n`,
  ],
  [
    'py',
    index =>
      `def list_items_${index}(session, page=1):\n    """Items of a page, newest first."""\n    query = session.query(Item).filter(Item.active.is_(True))\n    return [item.to_json() for item in query.order_by(Item.id.desc()).limit(${index + 10})]\n\n\n`,
  ],
  [
    'ts',
    index =>
      `export interface Item${index} {\n  readonly id: number;\n  readonly name: string;\n  readonly tags: readonly string[];\n}\n\nexport const total${index} = (items: readonly Item${index}[]): number => items.reduce((sum, { id }) => sum + id, ${index});\n\n`,
  ],
  [
    'md',
    index =>
      `## Part ${index}\n\nHow items come in, are looked at and go out again. Each has a name and a number, and people give them tags.\n\n`,
  ],
  [
    'yml',
    index => `item_${index}:\n  name: item number ${index}\n  tags: [new, blue]\n  price: ${index % 90}.50\n`,
  ],
];

/** The file of this number, of about so many bytes. */
export function fillerFile(number: number, bytes: number): readonly [path: string, text: string] {
  const [ending, part] = KINDS[number % KINDS.length] as (typeof KINDS)[number];
  let text = ending === 'py' ? 'from .models import Item\n\n\n' : '';
  for (let index = number; text.length < bytes; index++) text += part(index);
  return [`app/part-${Math.floor(number / 200)}/file-${number}.${ending}`, text];
}
