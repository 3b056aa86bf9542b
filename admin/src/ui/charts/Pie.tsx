import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import { type Point, sector } from '../../core/chart';
import { SERIES } from './colors';

/** Parts of a whole; what each is stands beside it, not in its colour alone. */
export const Pie = ({ points, label, long }: { points: Point[]; label: string; long: (value: number) => string }) => {
  const { palette } = useTheme();
  const colors = SERIES[palette.mode];
  const whole = points.reduce((sum, { value }) => sum + Math.max(0, value), 0);
  let from = 0;
  const parts = points.map((point, index) => {
    const part = whole === 0 ? 0 : Math.max(0, point.value) / whole;
    const drawn = { ...point, part, path: sector(from, from + part, 50, 30), color: colors[index % colors.length] ?? colors[0] };
    from += part;
    return drawn;
  });
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 3, flexWrap: 'wrap', py: 1 }}>
      <Box component="svg" viewBox="-52 -52 104 104" role="img" aria-label={label} sx={{ width: 160, flex: 'none' }}>
        {parts.filter(({ part }) => part > 0).map(({ name, value, path, color }, index) => (
          <path key={index} d={path} fill={color} stroke={palette.background.paper} strokeWidth={1}><title>{`${name}: ${long(value)}`}</title></path>
        ))}
      </Box>
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, flex: '1 1 160px', minWidth: 0, fontSize: '0.875rem' }}>
        {parts.map(({ name, value, color }, index) => (
          <Box component="li" key={index} sx={{ display: 'flex', alignItems: 'center', gap: 1, py: 0.25 }}>
            <svg width={12} height={12} aria-hidden><rect width={12} height={12} rx={3} fill={color} /></svg>
            <Box component="span" sx={{ flex: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>{name}</Box>
            <Box component="span" sx={{ fontVariantNumeric: 'tabular-nums' }}>{long(value)}</Box>
          </Box>
        ))}
      </Box>
    </Box>
  );
};
