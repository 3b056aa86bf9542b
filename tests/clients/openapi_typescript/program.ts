/** A program that knows the API by the types of its description alone. It is compiled strictly, and run. */

import createClient from 'openapi-fetch';
import type { components, paths } from './api.js';

type Customer = components['schemas']['Customer'];

const api = createClient<paths, 'application/vnd.api+json'>({ baseUrl: process.env['FORMWORK_ORIGIN'] ?? '', headers: { 'Content-Type': 'application/vnd.api+json' } });

const nameOf = (customer: Customer): string => customer.attributes?.CompanyName ?? '';

// Lists are written with commas, as the description says.
const COMMAS = { querySerializer: { array: { style: 'form', explode: false } } } as const;

const { data: page, error } = await api.GET('/api/Customer', {
  ...COMMAS,
  params: { query: { 'filter[Country]': ['Germany'], sort: ['-City'], 'page[size]': 3, 'page[number]': 1, 'fields[Customer]': ['CompanyName', 'City'], include: ['OrderList'] } },
});
if (page === undefined) throw new Error(error.errors[0]?.title);
const cities: (string | null | undefined)[] = page.data.map((customer) => customer.attributes?.City);
const total: number | undefined = page.meta.total;

const { data: order } = await api.GET('/api/Order/{id}', { params: { path: { id: '10643' } } });
const customerId: string | undefined = order?.data.relationships?.Customer?.data?.id;

const { data: created } = await api.POST('/api/Region', { body: { data: { type: 'Region', attributes: { RegionDescription: 'Baltic' } } } });
const region = Array.isArray(created?.data) ? created.data[0] : created?.data;
const { data: changed } = await api.PATCH('/api/Region/{id}', {
  params: { path: { id: region?.id ?? '' } },
  body: { data: { type: 'Region', id: region?.id ?? '', attributes: { RegionDescription: 'Alpine' } } },
});
const { response: moved } = await api.PATCH('/api/Territory/{id}/relationships/Region', {
  params: { path: { id: '01581' } },
  body: { data: { type: 'Region', id: region?.id ?? '' } },
});
const { response: back } = await api.PATCH('/api/Territory/{id}/relationships/Region', { params: { path: { id: '01581' } }, body: { data: { type: 'Region', id: '1' } } });
const { response: removed } = await api.DELETE('/api/Region/{id}', { params: { path: { id: region?.id ?? '' } } });

const { error: refused } = await api.POST('/api/Region', { body: { data: { type: 'Region', attributes: { RegionDescription: 'x'.repeat(51) } } } });

console.log(
  JSON.stringify({
    names: page.data.map(nameOf).length,
    cities,
    total,
    customerId,
    changed: changed?.data.attributes?.RegionDescription,
    statuses: [moved.status, back.status, removed.status],
    pointer: refused?.errors[0]?.source?.pointer,
  }),
);
