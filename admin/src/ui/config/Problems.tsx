import Box from '@mui/material/Box';
import type { Diagnostic } from '../../core/config';
import { Problem } from './Problem';

const SEVERITIES = ['error', 'warning', 'info'];

/** What there is to mend, the worst first. */
export const Problems = ({ diagnostics }: { diagnostics: Diagnostic[] }) => {
  const sorted = [...diagnostics].sort((one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity));
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 2.5 }}>
      {sorted.map((diagnostic, index) => <Problem key={index} diagnostic={diagnostic} />)}
    </Box>
  );
};
