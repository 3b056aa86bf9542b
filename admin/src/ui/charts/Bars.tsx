import { useTheme } from '@mui/material/styles';
import { useLayoutEffect, useState } from 'react';
import { everyNth, type Point, scaleOf } from '../../core/chart';

const HEIGHT = 210;
const EDGE = { left: 56, right: 8, top: 10, bottom: 26 };

interface Props {
  points: Point[];
  kind: 'bar' | 'line';
  label: string;
  /** A number on the axis. */
  short: (value: number) => string;
  /** A number beside its name. */
  long: (value: number) => string;
}

/** Bars, or a line with its points: the same axes. */
export const Bars = ({ points, kind, label, short, long }: Props) => {
  const { palette } = useTheme();
  // As wide as there is room, so that letters have their size everywhere.
  const [frame, setFrame] = useState<HTMLDivElement | null>(null);
  const [width, setWidth] = useState(480);
  useLayoutEffect(() => {
    if (frame === null) return undefined;
    const observer = new ResizeObserver(() => setWidth(Math.max(200, frame.clientWidth)));
    observer.observe(frame);
    return () => observer.disconnect();
  }, [frame]);
  const steps = scaleOf(points.map(({ value }) => value));
  const [low = 0, high = 1] = [steps[0], steps.at(-1)];
  const inner = { width: width - EDGE.left - EDGE.right, height: HEIGHT - EDGE.top - EDGE.bottom };
  const y = (value: number): number => EDGE.top + inner.height * (1 - (value - low) / (high - low));
  const band = inner.width / Math.max(1, points.length);
  const x = (index: number): number => EDGE.left + band * (index + 0.5);
  const nth = everyNth(points.length, inner.width, 66);
  const letters = Math.max(4, Math.floor((band * nth) / 6.6));
  return (
    <div ref={setFrame}>
      <svg viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={label} width={width} height={HEIGHT} display="block">
        {steps.map((step) => (
          <g key={step}>
            <line x1={EDGE.left} x2={width - EDGE.right} y1={y(step)} y2={y(step)} stroke={palette.divider} strokeWidth={step === 0 ? 1.5 : 1} />
            <text x={EDGE.left - 8} y={y(step) + 4} textAnchor="end" fontSize={12} fill={palette.text.secondary}>{short(step)}</text>
          </g>
        ))}
        {kind === 'line' && <path d={points.map(({ value }, index) => `${index === 0 ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`).join('')} fill="none" stroke={palette.primary.main} strokeWidth={2.5} strokeLinejoin="round" />}
        {points.map(({ name, value }, index) => (
          <g key={index}>
            <title>{`${name}: ${long(value)}`}</title>
            {kind === 'bar'
              ? <rect x={x(index) - Math.min(22, band * 0.36)} width={Math.min(44, band * 0.72)} y={Math.min(y(0), y(value))} height={Math.max(1, Math.abs(y(0) - y(value)))} rx={2} fill={palette.primary.main} />
              : <circle cx={x(index)} cy={y(value)} r={points.length > 40 ? 2 : 3.5} fill={palette.primary.main} />}
            {/* A wider target for the pointer. */}
            <rect x={EDGE.left + band * index} width={band} y={EDGE.top} height={inner.height} fill="transparent" />
            {index % nth === 0 && <text x={x(index)} y={HEIGHT - 8} textAnchor="middle" fontSize={12} fill={palette.text.secondary}>{name.length > letters ? `${name.slice(0, letters - 1)}…` : name}</text>}
          </g>
        ))}
      </svg>
    </div>
  );
};
