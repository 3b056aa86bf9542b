/** Where the boxes of the tables are. */

import type { Diagram, DiagramColumn, DiagramTable } from '../../core/pages';
import { type Line, place } from '../diagram/place';

export const WIDTH = 208;
export const HEAD = 32;
export const LINE = 22;

/** Columns in a box before the rest is counted. */
const MOST = 24;

export interface Placed {
  table: DiagramTable;
  columns: DiagramColumn[];
  x: number;
  y: number;
  height: number;
}

export interface Layout {
  boxes: Placed[];
  lines: Line[];
  width: number;
  height: number;
}

export const layout = (diagram: Diagram, hasAllColumns: boolean): Layout => {
  const boxes = diagram.tables.map((table) => {
    const columns = table.columns.filter((column) => hasAllColumns || column.key || column.foreignKey).slice(0, MOST);
    return { table, columns, height: HEAD + Math.max(1, columns.length) * LINE + 6 };
  });
  const { corners, ...rest } = place(boxes.map(({ table, height }) => ({ id: table.kind, width: WIDTH, height })), diagram.relations, { nodesep: 28, ranksep: 84 });
  return { ...rest, boxes: boxes.map((box) => ({ ...box, ...(corners.get(box.table.kind) ?? { x: 0, y: 0 }) })) };
};
