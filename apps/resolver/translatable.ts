/** Babel turns the macros of Lingui into messages; nothing else passes through it. */
export const translatable = {
  include: /src\/.*\.tsx?$/,
  plugins: ['@lingui/babel-plugin-lingui-macro'],
}
