/** What must not compile: each line says why. */

import type { components, paths } from './api.js';

type Customer = components['schemas']['Customer'];
type Query = NonNullable<paths['/api/Customer']['get']['parameters']['query']>;
type Created = components['schemas']['Region.create'];

declare const customer: Customer;

// @ts-expect-error: an attribute misspelt
customer.attributes?.CompanyNmae;

// @ts-expect-error: a text is no number
const length: number | undefined = customer.attributes?.CompanyName;

// @ts-expect-error: a parameter misspelt
const filtered: Query = { 'filter[Contry]': ['Germany'] };

// @ts-expect-error: an attribute that there is none of to choose
const trimmed: Query = { 'fields[Customer]': ['Nmae'] };

// @ts-expect-error: another type
const ofAnotherType: Created = { data: { type: 'Territory', attributes: { RegionDescription: 'Baltic' } } };

// @ts-expect-error: a view can only be read
type Written = components['schemas']['ProductDetailsV.create'];

export { filtered, length, ofAnotherType, trimmed, type Written };
