/** What pages of the app itself ask the server for. */

export interface Stats {
  /** By JSON:API type; null where the table could not be asked. */
  counts: Record<string, { count: number; isMore: boolean } | null>;
}

export interface DiagramColumn {
  name: string;
  type: string;
  nullable: boolean;
  key: boolean;
  foreignKey: boolean;
}

export interface DiagramTable {
  kind: string;
  table: string;
  columns: DiagramColumn[];
}

export interface Relation {
  from: string;
  to: string;
  name: string;
  attributes: string[];
  isVirtual: boolean;
}

export interface Diagram {
  tables: DiagramTable[];
  relations: Relation[];
}

/** A rule, as the project declares it. */
export interface Rule {
  kind: string;
  /** The JSON:API type whose rows it is about. */
  resource: string;
  /** Such as `Customer.Balance`. */
  derives: string | null;
  text: string;
  /** Such as `Order.AmountTotal`. */
  reads: string[];
  via?: string;
  file: string;
  line: number;
}

const load = async <T>(address: string): Promise<T> => {
  const response = await fetch(address, { headers: { Accept: 'application/json' } });
  if (!response.ok) throw new Error(`${address}: HTTP ${response.status}`);
  return (await response.json()) as T;
};

export const loadStats = (): Promise<Stats> => load('/admin/admin/stats');

export const loadDiagram = (): Promise<Diagram> => load('/admin/er.json');

export const loadRules = (): Promise<Rule[]> => load('/admin/rules.json');
