/** Of the compiler that the macros run in, only what the tests ask of it. */
declare module '@babel/core' {
  interface Options {
    readonly filename: string
    readonly configFile: boolean
    readonly babelrc: boolean
    readonly plugins: readonly string[]
    readonly parserOpts: { readonly plugins: readonly string[] }
  }
  export function transformSync(source: string, options: Options): { readonly code?: string | null } | null
}
