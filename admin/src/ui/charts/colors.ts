/** Colours of charts: told apart also by those who see few of them, 3:1 against the ground in light and dark. */
export const SERIES = { light: ['#1d4ed8', '#b45309', '#0f766e', '#9d174d', '#6d28d9', '#4d7c0f', '#0369a1', '#57534e'], dark: ['#8ab0ff', '#f5b35c', '#5ad1c4', '#f394c2', '#bfa5ff', '#b2d66b', '#7cc7f2', '#b8b2ab'] } as const;
