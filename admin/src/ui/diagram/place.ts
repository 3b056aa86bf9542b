/** Where the boxes of a diagram are, and the lines between them. */

import dagre from '@dagrejs/dagre';

export interface Sized {
  id: string;
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

export interface Line {
  id: string;
  from: string;
  to: string;
  points: Point[];
}

export interface Placed {
  /** The upper left corner of each box. */
  corners: Map<string, Point>;
  lines: Line[];
  width: number;
  height: number;
}

export const place = (boxes: Sized[], relations: { from: string; to: string }[], gaps: { nodesep: number; ranksep: number }): Placed => {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', marginx: 24, marginy: 24, ...gaps });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of boxes) graph.setNode(id, { width, height });
  relations.forEach(({ from, to }, index) => {
    if (graph.hasNode(from) && graph.hasNode(to) && from !== to) graph.setEdge(from, to, {}, String(index));
  });
  dagre.layout(graph);
  const corners = boxes.map(({ id, width, height }): [string, Point] => {
    const { x, y } = graph.node(id) as unknown as Point;
    return [id, { x: x - width / 2, y: y - height / 2 }];
  });
  const lines = graph.edges().map((edge): Line => ({
    id: `${edge.v}-${edge.w}-${edge.name ?? ''}`,
    from: edge.v,
    to: edge.w,
    points: (graph.edge(edge) as unknown as { points: Point[] }).points,
  }));
  const size = graph.graph() as { width?: number; height?: number };
  return { corners: new Map(corners), lines, width: size.width ?? 400, height: size.height ?? 300 };
};
