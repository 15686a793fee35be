/** Without a connection a page says so at once, where waiting for one would show it loading for ever. */
export const WITHOUT_NETWORK = { networkMode: 'always', refetchOnReconnect: true } as const
