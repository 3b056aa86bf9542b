import ChevronRightIcon from '@mui/icons-material/ChevronRight';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import { type ReactNode, useId, useState } from 'react';

interface Props {
  /** What the button opens, for those who do not see the line. */
  label: string;
  /** None if there is nothing behind it. */
  children: (() => ReactNode) | undefined;
  /** The line itself: its name, and at the end its value. */
  name: ReactNode;
  value: ReactNode;
}

/** A line of a list that opens to what is behind it. */
export const Disclosure = ({ label, children, name, value }: Props) => {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  return (
    <Box component="li">
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 0.5, minHeight: 34 }}>
        <Box sx={{ width: 28, flex: 'none' }}>
          {children !== undefined && (
            <IconButton size="small" aria-label={label} aria-expanded={isOpen} aria-controls={isOpen ? id : undefined} onClick={() => setOpen(!isOpen)} sx={{ p: 0.25 }}>
              <ChevronRightIcon fontSize="small" sx={{ transform: isOpen ? 'rotate(90deg)' : undefined, transition: 'transform 120ms' }} />
            </IconButton>
          )}
        </Box>
        <Box sx={{ flex: 1, minWidth: 0 }}>{name}</Box>
        <Box sx={{ textAlign: 'right', fontVariantNumeric: 'tabular-nums', maxWidth: '55%' }}>{value}</Box>
      </Box>
      {isOpen && children !== undefined && <Box id={id} sx={{ ml: 1.625, pl: { xs: 1.5, sm: 2.5 }, borderLeft: 2, borderColor: 'divider', py: 0.5, mb: 1 }}>{children()}</Box>}
    </Box>
  );
};
