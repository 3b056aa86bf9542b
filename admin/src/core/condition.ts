/**
 * What `show_when`, `readonly` and `row_color` say. The grammar is that of `runtime/src/admin/condition.rs`;
 * `test/conditions.json` holds the two together. Nothing is ever handed to the JavaScript engine.
 */

import type { Mode } from './config';

export type Condition =
  | { kind: 'any' | 'all'; parts: Condition[] }
  | { kind: 'not'; inner: Condition }
  | { kind: 'compare'; operator: Operator; left: Condition; right: Condition }
  | { kind: 'in'; value: Condition; list: Condition[] }
  | { kind: 'attribute'; name: string }
  | { kind: 'known'; name: 'mode' | 'isInserting' | 'today' }
  | { kind: 'role'; role: string }
  | { kind: 'literal'; value: string | number | boolean | null };

const OPERATORS = ['==', '!=', '<=', '>=', '<', '>'] as const;
type Operator = (typeof OPERATORS)[number];

export class ConditionError extends Error {
  constructor(readonly position: number, message: string) {
    super(message);
  }
}

const DEEPEST = 32;

class Parser {
  private at = 0;
  private depth = 0;
  private readonly letters: string[];

  constructor(text: string) {
    this.letters = [...text];
  }

  whole(): Condition {
    const condition = this.any();
    this.skipSpace();
    const letter = this.letters[this.at];
    if (letter !== undefined) throw this.error(`\`${letter}\` is not expected here`);
    return condition;
  }

  private error(message: string): ConditionError {
    return new ConditionError(this.at, message);
  }

  private skipSpace(): void {
    while (/^\s$/u.test(this.letters[this.at] ?? '')) this.at += 1;
  }

  private take(text: string): boolean {
    this.skipSpace();
    const comes = [...text].every((letter, index) => this.letters[this.at + index] === letter);
    if (comes) this.at += [...text].length;
    return comes;
  }

  private expect(text: string): void {
    if (!this.take(text)) throw this.error(`expected \`${text}\``);
  }

  private deeper<T>(read: () => T): T {
    this.depth += 1;
    if (this.depth > DEEPEST) throw this.error('the condition is nested too deep');
    const result = read();
    this.depth -= 1;
    return result;
  }

  private any(): Condition {
    return this.deeper(() => this.joined('any', '||', () => this.all()));
  }

  private all(): Condition {
    return this.joined('all', '&&', () => this.not());
  }

  private joined(kind: 'any' | 'all', word: string, read: () => Condition): Condition {
    const first = read();
    const parts = [first];
    while (this.take(word)) parts.push(read());
    return parts.length === 1 ? first : { kind, parts };
  }

  private not(): Condition {
    this.skipSpace();
    const isNot = this.letters[this.at] === '!' && this.letters[this.at + 1] !== '=';
    if (!isNot) return this.comparison();
    this.at += 1;
    return this.deeper(() => ({ kind: 'not', inner: this.not() }));
  }

  private comparison(): Condition {
    const left = this.value();
    const operator = OPERATORS.find((each) => this.take(each));
    if (operator !== undefined) return { kind: 'compare', operator, left, right: this.value() };
    const before = this.at;
    if (this.word() === 'in') return { kind: 'in', value: left, list: this.list() };
    this.at = before;
    return left;
  }

  private list(): Condition[] {
    this.expect('[');
    const values: Condition[] = [];
    if (this.take(']')) return values;
    for (;;) {
      values.push(this.value());
      if (this.take(']')) return values;
      this.expect(',');
    }
  }

  private value(): Condition {
    this.skipSpace();
    const start = this.at;
    const letter = this.letters[this.at];
    if (letter === undefined) throw this.error('the condition ends too early');
    if (letter === '(') {
      this.at += 1;
      const inner = this.any();
      this.expect(')');
      return inner;
    }
    if (letter === "'" || letter === '"') return { kind: 'literal', value: this.text() };
    if (/^[0-9-]$/.test(letter)) return this.number();
    const word = this.word();
    if (word === undefined) throw this.error('expected a value');
    return this.named(word, start);
  }

  private named(word: string, start: number): Condition {
    switch (word) {
      case 'true':
      case 'false':
        return { kind: 'literal', value: word === 'true' };
      case 'null':
        return { kind: 'literal', value: null };
      case 'mode':
      case 'isInserting':
        return { kind: 'known', name: word };
      case 'today':
        this.expect('(');
        this.expect(')');
        return { kind: 'known', name: 'today' };
      case 'has_role': {
        this.expect('(');
        this.skipSpace();
        const role = this.text();
        this.expect(')');
        return { kind: 'role', role };
      }
      case 'record':
        return { kind: 'attribute', name: this.attribute() };
      default:
        this.at = start;
        throw this.error(`\`${word}\` is not known; attributes are written \`record.${word}\``);
    }
  }

  private attribute(): string {
    if (this.take('[')) {
      this.skipSpace();
      const name = this.text();
      this.expect(']');
      return name;
    }
    this.expect('.');
    const name = this.word();
    if (name === undefined) throw this.error('expected an attribute');
    return name;
  }

  private word(): string | undefined {
    this.skipSpace();
    const start = this.at;
    while (/^[\p{Alphabetic}\p{N}_]$/u.test(this.letters[this.at] ?? '')) this.at += 1;
    return this.at > start ? this.letters.slice(start, this.at).join('') : undefined;
  }

  private text(): string {
    const start = this.at;
    const quote = this.letters[this.at];
    if (quote !== "'" && quote !== '"') throw this.error('expected a text in quotes');
    this.at += 1;
    let text = '';
    for (;;) {
      let letter = this.letters[this.at];
      if (letter === undefined) {
        this.at = start;
        throw this.error('the text has no closing quote');
      }
      if (letter === quote) break;
      if (letter === '\\' && this.letters[this.at + 1] !== undefined) {
        this.at += 1;
        letter = this.letters[this.at];
      }
      text += letter ?? '';
      this.at += 1;
    }
    this.at += 1;
    return text;
  }

  private number(): Condition {
    const start = this.at;
    this.at += 1;
    while (/^[0-9.]$/.test(this.letters[this.at] ?? '')) this.at += 1;
    const text = this.letters.slice(start, this.at).join('');
    if (!/^-?\d+(\.\d+)?$/.test(text)) {
      this.at = start;
      throw this.error(`\`${text}\` is no number`);
    }
    return { kind: 'literal', value: Number(text) };
  }
}

/** Reads a condition; throws a {@link ConditionError}. */
export const parseCondition = (text: string): Condition => new Parser(text).whole();

/** The attributes that a condition looks at; none of what is no condition. */
export const attributesIn = (text: string): string[] => {
  const named = (condition: Condition): string[] => {
    switch (condition.kind) {
      case 'attribute':
        return [condition.name];
      case 'any':
      case 'all':
        return condition.parts.flatMap(named);
      case 'not':
        return named(condition.inner);
      case 'compare':
        return [...named(condition.left), ...named(condition.right)];
      case 'in':
        return [condition.value, ...condition.list].flatMap(named);
      default:
        return [];
    }
  };
  try {
    return named(parseCondition(text));
  } catch {
    return [];
  }
};

/** Each part in parentheses, the operator first; for tests. */
export const showCondition = (condition: Condition): string => {
  const list = (parts: Condition[]) => parts.map((part) => ` ${showCondition(part)}`).join('');
  switch (condition.kind) {
    case 'any':
      return `(or${list(condition.parts)})`;
    case 'all':
      return `(and${list(condition.parts)})`;
    case 'not':
      return `(not ${showCondition(condition.inner)})`;
    case 'compare':
      return `(${condition.operator} ${showCondition(condition.left)} ${showCondition(condition.right)})`;
    case 'in':
      return `(in ${showCondition(condition.value)}${list(condition.list)})`;
    case 'attribute':
      return `@${condition.name}`;
    case 'known':
      return condition.name;
    case 'role':
      return `(has_role ${JSON.stringify(condition.role)})`;
    case 'literal':
      return JSON.stringify(condition.value);
  }
};

/** What a condition may look at. */
export interface Situation {
  record: Record<string, unknown>;
  mode: Mode;
  roles?: string[];
  /** Such as `2026-01-31`. */
  today?: string;
}

type Value = unknown;

const evaluate = (condition: Condition, situation: Situation): Value => {
  switch (condition.kind) {
    case 'any':
      return condition.parts.some((part) => isTrue(evaluate(part, situation)));
    case 'all':
      return condition.parts.every((part) => isTrue(evaluate(part, situation)));
    case 'not':
      return !isTrue(evaluate(condition.inner, situation));
    case 'compare':
      return compare(condition.operator, evaluate(condition.left, situation), evaluate(condition.right, situation));
    case 'in': {
      const value = evaluate(condition.value, situation);
      return condition.list.some((item) => value === evaluate(item, situation));
    }
    case 'attribute':
      return Object.hasOwn(situation.record, condition.name) ? (situation.record[condition.name] ?? null) : null;
    case 'known':
      if (condition.name === 'mode') return situation.mode;
      if (condition.name === 'isInserting') return situation.mode === 'create';
      return situation.today ?? localToday();
    case 'role':
      return situation.roles?.includes(condition.role) ?? false;
    case 'literal':
      return condition.value;
  }
};

const localToday = (): string => {
  const now = new Date();
  const two = (number: number) => String(number).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
};

const isTrue = (value: Value): boolean => value !== null && value !== false && value !== '' && value !== 0;

const compare = (operator: Operator, left: Value, right: Value): boolean => {
  if (operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  const areNumbers = typeof left === 'number' && typeof right === 'number';
  const areTexts = typeof left === 'string' && typeof right === 'string';
  // Nothing is less or more than something of another kind, null above all.
  if (!areNumbers && !areTexts) return false;
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
};

const parsed = new Map<string, Condition | undefined>();

/** Whether a condition holds. One that is not understood holds: nothing disappears by a mistake, and the server names it. */
export const holds = (text: string | undefined, situation: Situation): boolean => {
  if (text === undefined) return true;
  if (!parsed.has(text)) {
    let condition: Condition | undefined;
    try {
      condition = parseCondition(text);
    } catch (error) {
      if (!(error instanceof ConditionError)) throw error;
    }
    parsed.set(text, condition);
  }
  const condition = parsed.get(text);
  return condition === undefined || isTrue(evaluate(condition, situation));
};
