import Box from '@mui/material/Box';
import { type ReactNode, type Ref, useEffect, useRef } from 'react';
import type { Line, Point } from './place';
import { useMap } from './useMap';

interface Props {
  label: string;
  size: { width: number; height: number };
  scale: number;
  setScale: (scale: number) => void;
  lines: Line[];
  /** Whose lines are emphasised. */
  lit: string | null;
  /** What lines have at their end. */
  end: 'dot' | 'arrow';
  /** What is in the middle at first. */
  middle?: Point | undefined;
  /** Of the part of it that is seen at a time. */
  height: object;
  /** Whether it is moved about as a map is. */
  isMap?: boolean;
  children: ReactNode;
  ref?: Ref<SVGSVGElement>;
}

/** A drawing of boxes and lines. It scrolls; the wheel with Ctrl zooms, and without it where it is a map. */
export const Canvas = ({ label, size: { width, height }, scale, setScale, lines, lit, end, middle, height: seen, isMap = false, children, ref }: Props) => {
  const frame = useRef<HTMLDivElement>(null);
  useMap(frame, isMap, scale, setScale);
  const { x, y } = middle ?? {};
  useEffect(() => {
    if (x !== undefined && y !== undefined) frame.current?.scrollTo(x - frame.current.clientWidth / 2, y - frame.current.clientHeight / 2);
  }, [x, y]);
  return (
    <Box
      ref={frame}
      tabIndex={0}
      role="region"
      aria-label={label}
      sx={{
        overflow: 'auto', ...(isMap ? { cursor: 'grab', userSelect: 'none', '&:active': { cursor: 'grabbing' } } : {}), ...seen,
        '& .box': { fill: (theme) => theme.palette.background.paper, stroke: (theme) => theme.palette.divider },
        '& .pill': { fill: 'transparent' },
        '& [role=link]:hover .pill, & [role=link]:focus .pill': { fill: (theme) => theme.palette.action.selected },
        '& .lit .box': { stroke: (theme) => theme.palette.primary.main, strokeWidth: 2 },
        '& text': { fill: (theme) => theme.palette.text.primary, fontSize: 12 },
        '& .name': { fontWeight: 650, fontSize: 13 },
        '& .dim': { fill: (theme) => theme.palette.text.secondary },
        '& path': { fill: 'none', stroke: (theme) => theme.palette.text.secondary, strokeWidth: 1.25 },
        '& path.lit': { stroke: (theme) => theme.palette.primary.main, strokeWidth: 2 },
        '& marker *': { fill: (theme) => theme.palette.text.secondary, stroke: 'none' },
        '& [role=link]': { cursor: 'pointer' },
      }}
    >
      <svg ref={ref} width={width * scale} height={height * scale} viewBox={`0 0 ${width} ${height}`} role="group" aria-label={label}>
        <defs>
          <marker id={end} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
            {end === 'dot' ? <circle cx="4" cy="4" r="3" /> : <path d="M0,0.5 L8,4 L0,7.5 Z" />}
          </marker>
        </defs>
        {lines.map((line) => <path key={line.id} d={pathOf(line)} className={line.from === lit || line.to === lit ? 'lit' : undefined} markerEnd={`url(#${end})`} />)}
        {children}
      </svg>
    </Box>
  );
};

const pathOf = ({ points }: Line): string => {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  return `M${first.x},${first.y} ${rest.map(({ x, y }) => `L${x},${y}`).join(' ')}`;
};

/** What a box of the drawing does: it leads somewhere, and its lines are seen while one is at it. */
export const linkOf = (id: string, label: string, onOpen: (id: string) => void, onPoint: (id: string | null) => void) => ({
  role: 'link',
  tabIndex: 0,
  'aria-label': label,
  onClick: () => onOpen(id),
  onKeyDown: (event: React.KeyboardEvent) => {
    if (event.key === 'Enter') onOpen(id);
  },
  onMouseEnter: () => onPoint(id),
  onMouseLeave: () => onPoint(null),
  onFocus: () => onPoint(id),
  onBlur: () => onPoint(null),
});

export const cut = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
