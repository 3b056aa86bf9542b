import VisibilityIcon from '@mui/icons-material/VisibilityOutlined';
import VisibilityOffIcon from '@mui/icons-material/VisibilityOffOutlined';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import InputAdornment from '@mui/material/InputAdornment';
import Paper from '@mui/material/Paper';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useLogin, useTranslate } from 'ra-core';
import { useEffect, useState } from 'react';
import { forgetWanted, wantedAfterLogin } from '../core/auth';
import { safeAddress } from '../core/safe';
import { useCatalog } from '../ui/catalog';

/** Name and password. Afterwards one is where one wanted to be. */
export const LoginPage = () => {
  const translate = useTranslate();
  const login = useLogin();
  const { config } = useCatalog();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [isShown, setShown] = useState(false);
  const [isRunning, setRunning] = useState(false);
  const [wanted] = useState(wantedAfterLogin);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const title = translate('app.login.title', { app: config.title });
  useEffect(() => {
    document.title = title;
  }, [title]);
  const sso = config.authentication?.sso === undefined ? undefined : safeAddress(config.authentication.sso);
  const send = async () => {
    setProblem(undefined);
    setRunning(true);
    try {
      await login({ username, password }, wanted);
      forgetWanted();
    } catch (error) {
      setProblem(translate((error as Error).message));
    } finally {
      setRunning(false);
    }
  };
  return (
    <Box component="main" sx={{ minHeight: '100vh', display: 'grid', placeItems: 'center', p: 2 }}>
      <Paper variant="outlined" component="form" sx={{ p: 4, width: '100%', maxWidth: 400, display: 'grid', gap: 2.5 }} onSubmit={(event: React.FormEvent) => {
        event.preventDefault();
        void send();
      }}>
        <Typography variant="h1">{title}</Typography>
        {wanted !== undefined && problem === undefined && <Alert severity="info" variant="outlined">{translate('app.login.ended')}</Alert>}
        {problem !== undefined && <Alert severity="error" role="alert" variant="outlined">{problem}</Alert>}
        <TextField required autoFocus label={translate('app.login.name')} value={username} onChange={(event) => setUsername(event.target.value)} slotProps={{ htmlInput: { autoComplete: 'username', autoCapitalize: 'none' } }} />
        <TextField
          required
          label={translate('app.login.password')}
          type={isShown ? 'text' : 'password'}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          slotProps={{
            htmlInput: { autoComplete: 'current-password' },
            input: {
              endAdornment: (
                <InputAdornment position="end">
                  <IconButton edge="end" aria-pressed={isShown} aria-label={translate('app.login.show')} onClick={() => setShown(!isShown)}>{isShown ? <VisibilityOffIcon /> : <VisibilityIcon />}</IconButton>
                </InputAdornment>
              ),
            },
          }}
        />
        <Button type="submit" variant="contained" loading={isRunning} disabled={username === '' || password === ''}>{translate('app.login.submit')}</Button>
        {sso !== undefined && <Button href={sso} variant="outlined">{translate('app.login.sso')}</Button>}
      </Paper>
    </Box>
  );
};
