/** Where the boxes of a diagram are. */

import dagre from '@dagrejs/dagre';
import type { Diagram, DiagramColumn, DiagramTable } from '../../core/pages';

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

export interface Line {
  id: string;
  from: string;
  to: string;
  points: { x: number; y: number }[];
}

export interface Layout {
  boxes: Placed[];
  lines: Line[];
  width: number;
  height: number;
}

export const layout = (diagram: Diagram, hasAllColumns: boolean): Layout => {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 28, ranksep: 84, marginx: 24, marginy: 24 });
  graph.setDefaultEdgeLabel(() => ({}));
  const shown = new Map<string, DiagramColumn[]>();
  for (const table of diagram.tables) {
    const columns = table.columns.filter((column) => hasAllColumns || column.key || column.foreignKey).slice(0, MOST);
    shown.set(table.kind, columns);
    graph.setNode(table.kind, { width: WIDTH, height: HEAD + Math.max(1, columns.length) * LINE + 6 });
  }
  diagram.relations.forEach((relation, index) => {
    if (shown.has(relation.from) && shown.has(relation.to) && relation.from !== relation.to) graph.setEdge(relation.from, relation.to, {}, String(index));
  });
  dagre.layout(graph);
  const boxes = diagram.tables.map((table): Placed => {
    const node = graph.node(table.kind) as { x: number; y: number; height: number };
    return { table, columns: shown.get(table.kind) ?? [], x: node.x - WIDTH / 2, y: node.y - node.height / 2, height: node.height };
  });
  const lines = graph.edges().map((edge): Line => ({
    id: `${edge.v}-${edge.w}-${edge.name ?? ''}`,
    from: edge.v,
    to: edge.w,
    points: (graph.edge(edge) as unknown as { points: { x: number; y: number }[] }).points,
  }));
  const size = graph.graph() as { width?: number; height?: number };
  return { boxes, lines, width: size.width ?? 400, height: size.height ?? 300 };
};
