/** The app of a configuration: its resources as pages. */

import { CustomRoutes, type I18nProvider, localStorageStore, Resource as ResourceRoutes } from 'ra-core';
import { Admin } from 'react-admin';
import { QueryClient } from '@tanstack/react-query';
import { lazy, useMemo } from 'react';
import { Route, useLocation, useParams } from 'react-router';
import { authProvider } from './core/auth';
import { appName, Catalog, type Config, type Resource, type Theme } from './core/config';
import { forgetLists } from './core/session';
import { dataProvider } from './core/dataProvider';
import { idOf } from './core/rowAddress';
import { HomePage } from './pages/HomePage';
import { NotFoundPage } from './pages/NotFoundPage';
import { ListPage } from './pages/ListPage';
import { CatalogProvider } from './ui/catalog';
import { hasPage, hasSettings } from './ui/layout/appPages';
import { Layout } from './ui/layout/Layout';
import { useOwnFiles } from './ui/useOwnFiles';
import { makeTheme } from './ui/theme';

const ShowPage = lazy(() => import('./pages/ShowPage').then((module) => ({ default: module.ShowPage })));
const EditPage = lazy(() => import('./pages/EditPage').then((module) => ({ default: module.EditPage })));
const CreatePage = lazy(() => import('./pages/CreatePage').then((module) => ({ default: module.CreatePage })));
const ErPage = lazy(() => import('./pages/ErPage').then((module) => ({ default: module.ErPage })));
const RulesPage = lazy(() => import('./pages/RulesPage').then((module) => ({ default: module.RulesPage })));
const AuditPage = lazy(() => import('./pages/AuditPage').then((module) => ({ default: module.AuditPage })));
const SettingsPage = lazy(() => import('./pages/SettingsPage').then((module) => ({ default: module.SettingsPage })));
const ProfilePage = lazy(() => import('./pages/ProfilePage').then((module) => ({ default: module.ProfilePage })));
const LoginPage = lazy(() => import('./pages/LoginPage').then((module) => ({ default: module.LoginPage })));

/** What users prefer, apart for each app of an address. */
const app = appName(location.pathname);
const store = localStorageStore(undefined, app === 'admin' ? '' : app);
forgetLists(store.listItems ?? (() => ({})), store.removeItem);

const queries = new QueryClient({
  defaultOptions: { queries: { retry: (count, error) => count < 1 && (error as { status?: number }).status === 0, staleTime: 2_000 } },
});

export const App = ({ config, i18n }: { config: Config; i18n: I18nProvider }) => {
  const catalog = useMemo(() => new Catalog(config), [config]);
  const provider = useMemo(() => dataProvider(catalog), [catalog]);
  const auth = useMemo(() => authProvider(config), [config]);
  const { styleGuide } = config.settings;
  // The forerunner's guide has two of the modes.
  const theme = useMemo(() => ({ ...(styleGuide['style'] === 'dark' || styleGuide['style'] === 'light' ? { mode: styleGuide['style'] } : {}), ...config.settings.theme }) as Theme, [config.settings.theme, styleGuide]);
  const [light, dark] = useMemo(() => [makeTheme(theme, 'light'), makeTheme(theme, 'dark')], [theme]);
  useOwnFiles(theme);
  return (
    <CatalogProvider catalog={catalog}>
      <Admin
        dataProvider={provider}
        i18nProvider={i18n}
        queryClient={queries}
        store={store}
        {...(auth === undefined ? {} : { authProvider: auth, loginPage: LoginPage, requireAuth: true })}
        layout={Layout as never}
        dashboard={HomePage}
        catchAll={NotFoundPage}
        theme={light as never}
        darkTheme={dark as never}
        {...(theme.mode === undefined || theme.mode === 'system' ? {} : { defaultTheme: theme.mode })}
        title={config.title}
        disableTelemetry
      >
        {config.resources.map((resource) => (
          <ResourceRoutes
            key={resource.name}
            name={resource.name}
            recordRepresentation="id"
            {...(resource.can.list ? { list: <ListPage key={resource.name} resource={resource} /> } : {})}
            {...(resource.can.show ? { show: <Show resource={resource} /> } : {})}
            {...(resource.can.edit ? { edit: <Edit resource={resource} /> } : {})}
            {...(resource.can.create ? { create: <CreatePage resource={resource} /> } : {})}
          />
        ))}
        <CustomRoutes>
          {hasPage(config, 'diagram') && <Route path="/_er" element={<ErPage />} />}
          {hasPage(config, 'rules') && <Route path="/_rules/*" element={<RulesPage />} />}
          {hasPage(config, 'audit') && <Route path="/_audit" element={<AuditPage />} />}
          <Route path="/_profile" element={<ProfilePage />} />
          {hasSettings(config) && <Route path="/_settings/*" element={<SettingsPage />} />}
        </CustomRoutes>
      </Admin>
    </CatalogProvider>
  );
};

const Show = ({ resource }: { resource: Resource }) => {
  const { id: part = '', '*': rest } = useParams();
  const id = idOf(part);
  const tab = rest === undefined || rest === '' ? undefined : decodeURIComponent(rest);
  return <ShowPage key={`${resource.name}/${id}`} resource={resource} id={id} tab={tab} />;
};

const Edit = ({ resource }: { resource: Resource }) => {
  const { id: part = '' } = useParams();
  const id = idOf(part);
  const { key } = useLocation();
  return <EditPage key={`${id}/${key}`} resource={resource} id={id} />;
};
