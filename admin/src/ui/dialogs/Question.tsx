import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import { useId } from 'react';

interface Props {
  title: string;
  text: string;
  yes: string;
  no: string;
  onYes: () => void;
  onNo: () => void;
}

/** A question before something that cannot be undone. */
export const Question = ({ title, text, yes, no, onYes, onNo }: Props) => {
  const id = useId();
  return (
    <Dialog open onClose={onNo} aria-labelledby={id} maxWidth="xs" fullWidth>
      <DialogTitle id={id} sx={{ fontSize: '1.125rem', fontWeight: 650 }}>{title}</DialogTitle>
      <DialogContent><DialogContentText sx={{ whiteSpace: 'pre-line' }}>{text}</DialogContentText></DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button onClick={onNo} autoFocus>{no}</Button>
        <Button onClick={onYes} color="error" variant="contained">{yes}</Button>
      </DialogActions>
    </Dialog>
  );
};
