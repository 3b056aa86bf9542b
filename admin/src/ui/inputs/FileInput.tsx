import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormHelperText from '@mui/material/FormHelperText';
import { useTranslate } from 'ra-core';

interface Props {
  label: string;
  /** The bytes in base64. */
  value: string;
  problem: string | undefined;
  onChange: (value: string | null) => void;
}

/** Bytes, as a file from the user's machine. */
export const FileInput = ({ label, value, problem, onChange }: Props) => {
  const translate = useTranslate();
  const read = (file: File | undefined) => {
    if (file === undefined) return;
    const reader = new FileReader();
    reader.onload = () => onChange(String(reader.result).split(',')[1] ?? '');
    reader.readAsDataURL(file);
  };
  return (
    <Box>
      <Button component="label" variant="outlined" size="small">
        {label}: {translate('app.form.choose_file')}
        <input type="file" className="visually-hidden" onChange={(event) => read(event.target.files?.[0])} />
      </Button>
      <FormHelperText error={problem !== undefined}>
        {problem ?? (value === '' ? '—' : translate('app.form.bytes', { count: Math.floor((value.length * 3) / 4) }))}
      </FormHelperText>
    </Box>
  );
};
