import { useTranslate } from 'ra-core';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Rule } from '../../core/pages';
import { ruleGraph, type RuleNode } from '../../core/ruleGraph';
import { useCatalog } from '../catalog';
import { Canvas, cut, linkOf } from '../diagram/Canvas';
import { place, type Point } from '../diagram/place';
import { paths } from '../paths';

const SIZE = { width: 172, height: 48 };

/** What follows from what, drawn: each attribute leads to the rules about it. */
export const RuleGraph = ({ rules, name }: { rules: Rule[]; name: string }) => {
  const translate = useTranslate();
  const navigate = useNavigate();
  const [scale, setScale] = useState(1);
  const [pointed, setPointed] = useState<string | null>(null);
  const { nodes, links } = useMemo(() => ruleGraph(rules, name), [rules, name]);
  const { corners, lines, ...size } = useMemo(() => place(nodes.map(({ id }) => ({ id, ...SIZE })), links, { nodesep: 14, ranksep: 56 }), [nodes, links]);
  if (nodes.length === 0) return null;
  const lit = pointed ?? name;
  const corner = corners.get(name);
  const middle = corner === undefined ? undefined : { x: corner.x + SIZE.width / 2, y: corner.y + SIZE.height / 2 };
  const open = (id: string) => {
    const node = nodes.find((each) => each.id === id);
    void navigate(paths.rule(node?.attribute === undefined ? (node?.resource ?? '') : id));
  };
  return (
    <Canvas label={translate('app.rules_page.graph')} size={size} scale={scale} setScale={setScale} lines={lines} lit={lit} end="arrow" middle={middle} height={{ maxHeight: { xs: 360, sm: 480 } }}>
      {nodes.map((node) => <Node key={node.id} node={node} corner={corners.get(node.id) ?? { x: 0, y: 0 }} isLit={node.id === lit} onOpen={open} onPoint={setPointed} />)}
    </Canvas>
  );
};

const Node = ({ node: { id, resource, attribute, kind }, corner, isLit, onOpen, onPoint }: { node: RuleNode; corner: Point; isLit: boolean; onOpen: (id: string) => void; onPoint: (id: string | null) => void }) => {
  const translate = useTranslate();
  const found = useCatalog().config.resources.find(({ type }) => type === resource);
  const told = kind === undefined ? '' : translate(`app.rules_page.kinds.${kind}`);
  const name = attribute === undefined ? told : (found?.attributes.find((each) => each.name === attribute)?.label ?? attribute);
  const above = found?.label ?? resource;
  return (
    <g transform={`translate(${corner.x},${corner.y})`} className={isLit ? 'lit' : undefined} {...linkOf(id, [above, name, ...(attribute === undefined ? [] : [told])].filter((each) => each !== '').join(', '), onOpen, onPoint)}>
      <rect className="box" width={SIZE.width} height={SIZE.height} rx={6} strokeDasharray={attribute === undefined ? '4 3' : undefined} />
      <text className="dim" x={12} y={18}>
        {cut(above, 16)}
        {attribute !== undefined && kind !== undefined && <tspan x={SIZE.width - 12} textAnchor="end">{`ƒ ${told}`}</tspan>}
      </text>
      <text className="name" x={12} y={36}>{cut(name, 21)}</text>
    </g>
  );
};
