import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import { useTranslate } from 'ra-core';
import type { Diagnostic } from '../../core/config';
import { useCatalog } from '../catalog';

/** Something to mend in `admin.yaml`, as a compiler says it: the message, the place, the lines around it, what to do. */
export const Problem = ({ diagnostic }: { diagnostic: Diagnostic }) => {
  const translate = useTranslate();
  const { config } = useCatalog();
  const { severity, message, line, column, hint, excerpt } = diagnostic;
  return (
    <Box component="li" sx={{ minWidth: 0 }}>
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'baseline', flexWrap: 'wrap' }}>
        <Chip size="small" variant="outlined" color={severity} label={translate(`app.settings_page.${severity}_severity`)} />
        <Box component="span" sx={{ fontWeight: 550 }}>{message}</Box>
      </Box>
      <Box sx={{ color: 'text.secondary', fontSize: '0.8125rem', mt: 0.25 }}>{`${config.file}:${line}:${column}`}</Box>
      {excerpt !== undefined && excerpt.lines.length > 0 && <Lines excerpt={excerpt} line={line} column={column} label={translate('app.settings_page.lines', { file: config.file })} />}
      {hint !== undefined && <Box sx={{ fontSize: '0.875rem', mt: 0.5 }}>{translate('app.settings_page.hint', { hint })}</Box>}
    </Box>
  );
};

/** The lines of the file around the place, which a caret points to. */
const Lines = ({ excerpt, line, column, label }: { excerpt: { first: number; lines: string[] }; line: number; column: number; label: string }) => {
  const width = String(excerpt.first + excerpt.lines.length - 1).length;
  return (
    <Box component="pre" tabIndex={0} aria-label={label} role="group" sx={{ m: 0, mt: 0.75, p: 1.25, borderRadius: 1, bgcolor: 'action.hover', fontSize: '0.8125rem', lineHeight: 1.5, overflowX: 'auto' }}>
      {excerpt.lines.map((text, index) => {
        const number = excerpt.first + index;
        const isIt = number === line;
        return (
          <Box key={number} component="span" sx={{ display: 'block', fontWeight: isIt ? 650 : undefined }}>
            <Box component="span" sx={{ color: 'text.secondary' }}>{`${String(number).padStart(width)} | `}</Box>
            {text}
            {isIt && <Box component="span" aria-hidden sx={{ display: 'block', color: 'error.main' }}>{`${' '.repeat(width + 3 + column - 1)}^`}</Box>}
          </Box>
        );
      })}
    </Box>
  );
};
