/** A schema at random, as the statements that SQLite reads: tables, views and rows that nobody designed an app for. */

import { Choices } from './numbers';
import { KEYS, NAMES, TEXTS } from './words';

interface Column {
  name: string;
  type: string;
  nullable: boolean;
  value: (row: number) => string;
}

interface Table {
  name: string;
  columns: Column[];
  key: Column[];
  /** What stands below the columns: keys and references. */
  constraints: string[];
  rows: number;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export const randomSchema = (seed: number): string => new Schema(new Choices(seed)).statements();

class Schema {
  private readonly taken = new Set<string>();
  private readonly tables: Table[] = [];

  constructor(private readonly choose: Choices) {}

  statements(): string {
    const count = this.choose.between(3, 5);
    for (let index = 0; index < count; index += 1) this.tables.push(this.table(index === 1 && this.choose.oneIn(2)));
    const made = this.tables.flatMap((table) => [this.definition(table), ...this.rows(table)]);
    return ['BEGIN;', ...made, this.view(), 'COMMIT;'].join('\n');
  }

  /** SQLite looks at no case in names. */
  private name(taken: Set<string>): string {
    for (;;) {
      const word = this.choose.of(NAMES);
      const name = this.choose.oneIn(6) ? `${word}${this.choose.between(2, 9)}` : word;
      if (!taken.has(name.toLowerCase()) && !name.toLowerCase().startsWith('sqlite_')) {
        taken.add(name.toLowerCase());
        return name;
      }
    }
  }

  private table(isWide: boolean): Table {
    const names = new Set<string>();
    const table: Table = { name: this.name(this.taken), columns: [], key: [], constraints: [], rows: this.choose.of([0, 1, 3, 12, 30]) };
    table.key = this.key(names, table);
    table.columns.push(...table.key);
    const count = isWide ? 120 - table.columns.length : this.choose.between(1, 9);
    for (let index = 0; index < count; index += 1) {
      // There are not names enough for a wide table.
      table.columns.push(isWide && index > 20 ? this.column(`column_${index}`) : this.column(this.name(names)));
    }
    const parents = this.choose.between(0, 3);
    for (let index = 0; index < parents; index += 1) this.refer(table, names);
    if (table.columns.length === 0) table.columns.push(this.column(this.name(names)));
    return table;
  }

  private key(names: Set<string>, table: Table): Column[] {
    const number = (name: string): Column => ({ name, type: 'INTEGER', nullable: false, value: (row) => String(row + 1) });
    const text = (name: string): Column => ({ name, type: 'VARCHAR(20)', nullable: false, value: (row) => literal(row < KEYS.length ? KEYS[row] ?? '' : `key ${row}`) });
    switch (this.choose.below(8)) {
      case 0:
        return [];
      case 1: {
        const parts = [text(this.name(names)), number(this.name(names))];
        table.constraints.push(`PRIMARY KEY (${parts.map(({ name }) => quoted(name)).join(', ')})`);
        return parts;
      }
      case 2:
      case 3: {
        const key = text(this.name(names));
        table.constraints.push(`PRIMARY KEY (${quoted(key.name)})`);
        return [key];
      }
      default: {
        const key = number(this.choose.oneIn(2) ? this.name(names) : this.named('id', names));
        table.constraints.push(`PRIMARY KEY (${quoted(key.name)})`);
        return [key];
      }
    }
  }

  private named(name: string, names: Set<string>): string {
    names.add(name);
    return name;
  }

  /** A reference to a table: an earlier one, or the table itself; often enough to one that is referred to already. */
  private refer(table: Table, names: Set<string>): void {
    const candidates = [...this.tables, table].filter(({ key }) => key.length > 0);
    if (candidates.length === 0) return;
    const parent = this.choose.of(candidates);
    const isNullable = parent === table || parent.rows === 0 || this.choose.oneIn(2);
    // All parts are of one row, or none is.
    const row = (at: number) => (parent.rows === 0 || (isNullable && at % 3 === 0) ? undefined : (at * 7) % parent.rows);
    const columns = parent.key.map((part): Column => ({
      name: this.name(names),
      type: part.type,
      nullable: isNullable,
      value: (at) => {
        const other = row(at);
        return other === undefined ? 'NULL' : part.value(other);
      },
    }));
    table.columns.push(...columns);
    if (!isNullable && parent.rows === 0) table.rows = 0;
    table.constraints.push(`FOREIGN KEY (${columns.map(({ name }) => quoted(name)).join(', ')}) REFERENCES ${quoted(parent.name)} (${parent.key.map(({ name }) => quoted(name)).join(', ')})`);
  }

  private column(name: string): Column {
    const { choose } = this;
    const nullable = choose.oneIn(2);
    const [type, values] = this.type();
    return { name, type, nullable, value: () => (nullable && choose.oneIn(4) ? 'NULL' : choose.of(values)) };
  }

  private type(): [name: string, values: string[]] {
    const texts = (longest: number) => TEXTS.filter((text) => text.length <= longest).map(literal);
    switch (this.choose.below(16)) {
      case 0: return ['INTEGER', ['0', '1', '-1', '2147483647', '42']];
      case 1: return ['BIGINT', ['0', '9223372036854775807', '-9223372036854775808', '9007199254740993']];
      case 2: return ['SMALLINT', ['0', '-32768', '32767']];
      case 3: return ['DECIMAL(12,2)', ['0', '0.01', '-1234567.89', '9999999999.99', '5']];
      case 4: return ['NUMERIC(30,10)', ['0', '0.0000000001', '-3.14']];
      case 5: return ['DOUBLE PRECISION', ['0', '0.1', '1e300', '-1e-20', '123456789.123']];
      case 6: return ['BOOLEAN', ['TRUE', 'FALSE']];
      case 7: return ['DATE', ["'2026-02-28'", "'1900-01-01'", "'9999-12-31'"]];
      case 8: return ['TIMESTAMP', ["'2026-02-28 23:59:59'", "'1970-01-01 00:00:00'", "'2026-03-29 02:30:00'"]];
      case 9: return ['TIME', ["'00:00:00'", "'23:59:59'"]];
      case 10: return ['TEXT', texts(10_000)];
      case 11: return ['BLOB', ["x''", "x'00ff'", "x'89504e470d0a1a0a'"]];
      case 12: return ['JSON', ["'null'", "'{}'", "'[]'", "'{\"a\":{\"b\":[1,2,3]},\"c\":\"x\"}'", "'[1,2]'", "'\"text\"'", "'12'"]];
      case 13: return ['CHAR(1)', ["'A'", "'z'"]];
      default: {
        const length = this.choose.of([5, 20, 60, 255]);
        return [`VARCHAR(${length})`, texts(length)];
      }
    }
  }

  private definition({ name, columns, constraints }: Table): string {
    const lines = columns.map((column) => `${quoted(column.name)} ${column.type}${column.nullable ? '' : ' NOT NULL'}`);
    return `CREATE TABLE ${quoted(name)} (\n  ${[...lines, ...constraints].join(',\n  ')}\n);`;
  }

  private rows({ name, columns, rows }: Table): string[] {
    if (rows === 0) return [];
    const lines = Array.from({ length: rows }, (_, row) => `(${columns.map(({ value }) => value(row)).join(', ')})`);
    return [`INSERT INTO ${quoted(name)} VALUES\n  ${lines.join(',\n  ')};`];
  }

  /** What a table shows, less than all of it. */
  private view(): string {
    const table = this.choose.of(this.tables);
    const columns = this.choose.some(table.columns, this.choose.between(1, 6));
    return `CREATE VIEW ${quoted(this.name(this.taken))} AS SELECT ${columns.map(({ name }) => quoted(name)).join(', ')} FROM ${quoted(table.name)};`;
  }
}
