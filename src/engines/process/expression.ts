/**
 * The little language of conditions in a process: comparisons over the instance's variables, nothing else.
 * `outcome == "accept" and (urgent or days > 3)`, `town in ["xujing", "huaxin"]`, `not merged`. There is no call,
 * no assignment and no way out of it; every expression has a value: what is absent is null, and unlike things are unequal.
 */
export type Expression =
  | { is: 'value'; value: Value }
  | { is: 'list'; items: Expression[] }
  | { is: 'name'; path: string[] }
  | { is: 'not'; of: Expression }
  | { is: 'and' | 'or'; left: Expression; right: Expression }
  | { is: 'compare'; by: Comparison; left: Expression; right: Expression }

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in'
export type Value = string | number | boolean | null
export type Variables = Readonly<Record<string, unknown>>

export class ExpressionError extends Error {}

const token =
  /\s*(?:(?<number>\d+(?:\.\d+)?)|(?<text>"[^"]*"|'[^']*')|(?<word>[A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)*)|(?<sign>==|!=|<=|>=|&&|\|\||[<>!()[\],-]))/y
const words: Record<string, Value> = { true: true, false: false, null: null }
const alias: Record<string, string> = { '&&': 'and', '||': 'or', '!': 'not' }

interface Lexeme {
  kind: 'number' | 'text' | 'word' | 'sign'
  text: string
}

function lex(source: string): Lexeme[] {
  const lexemes: Lexeme[] = []
  token.lastIndex = 0
  while (token.lastIndex < source.trimEnd().length) {
    const from = token.lastIndex
    const groups = token.exec(source)?.groups
    if (!groups) throw new ExpressionError(`cannot be read from "${source.slice(from).trim()}" on`)
    const [kind, text] = Object.entries(groups).find(([, value]) => value !== undefined) as [Lexeme['kind'], string]
    lexemes.push(kind === 'sign' && alias[text] ? { kind: 'word', text: alias[text] } : { kind, text })
  }
  return lexemes
}

export function parseExpression(source: string): Expression {
  const lexemes = lex(source)
  let position = 0
  let depth = 0
  const peek = () => lexemes[position]?.text
  const take = (text: string): boolean => {
    const next = lexemes[position]
    if (next?.text !== text || next.kind === 'text') return false
    position += 1
    return true
  }
  const need = (text: string) => {
    if (!take(text)) throw new ExpressionError(`"${text}" is missing before "${peek() ?? 'the end'}"`)
  }

  const either = (): Expression => chain('or', () => chain('and', negation))
  const chain = (is: 'and' | 'or', part: () => Expression): Expression => {
    let left = part()
    while (take(is)) left = { is, left, right: part() }
    return left
  }
  const negation = (): Expression => (take('not') ? { is: 'not', of: negation() } : comparison())
  const comparison = (): Expression => {
    const left = operand()
    for (const by of ['==', '!=', '<=', '>=', '<', '>', 'in'] as const)
      if (take(by)) return { is: 'compare', by, left, right: operand() }
    return left
  }
  const list = (): Expression => {
    const items: Expression[] = []
    if (take(']')) return { is: 'list', items }
    do items.push(operand())
    while (take(','))
    need(']')
    return { is: 'list', items }
  }
  const operand = (): Expression => {
    if (++depth > 200) throw new ExpressionError('is nested too deeply')
    if (take('(')) {
      const inner = either()
      need(')')
      return inner
    }
    if (take('[')) return list()
    const minus = take('-')
    const next = lexemes[position++]
    if (next?.kind === 'number') return { is: 'value', value: (minus ? -1 : 1) * Number(next.text) }
    if (minus || !next || next.kind === 'sign' || ['and', 'or', 'in', 'not'].includes(next.text))
      throw new ExpressionError(`a value is missing before "${next?.text ?? 'the end'}"`)
    if (next.kind === 'text') return { is: 'value', value: next.text.slice(1, -1) }
    return Object.hasOwn(words, next.text)
      ? { is: 'value', value: words[next.text] as Value }
      : { is: 'name', path: next.text.split('.') }
  }

  const whole = either()
  if (position < lexemes.length) throw new ExpressionError(`"${peek()}" was not expected`)
  return whole
}

export function evaluate(expression: Expression, variables: Variables): unknown {
  switch (expression.is) {
    case 'value':
      return expression.value
    case 'list':
      return expression.items.map((item) => evaluate(item, variables))
    case 'name':
      return lookUp(variables, expression.path)
    case 'not':
      return !truthy(expression.of, variables)
    case 'and':
      return truthy(expression.left, variables) && truthy(expression.right, variables)
    case 'or':
      return truthy(expression.left, variables) || truthy(expression.right, variables)
    case 'compare':
      return compare(expression.by, evaluate(expression.left, variables), evaluate(expression.right, variables))
  }
}

/** Only what is there and not empty counts as true: null, false, 0, '' and [] do not. */
export function truthy(expression: Expression, variables: Variables): boolean {
  const value = evaluate(expression, variables)
  return Array.isArray(value) ? value.length > 0 : Boolean(value)
}

export function lookUp(variables: Variables, path: readonly string[]): unknown {
  let value: unknown = variables
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null
    value = (value as Record<string, unknown>)[name]
  }
  return value ?? null
}

function compare(by: Comparison, left: unknown, right: unknown): boolean {
  if (by === 'in') return Array.isArray(right) && right.some((item) => item === left)
  if (by === '==') return left === right
  if (by === '!=') return left !== right
  const comparable =
    (typeof left === 'number' && typeof right === 'number') || (typeof left === 'string' && typeof right === 'string')
  if (!comparable) return false
  const [a, b] = [left as number, right as number]
  return by === '<' ? a < b : by === '<=' ? a <= b : by === '>' ? a > b : a >= b
}
