declare module "*.css" {
  const text: string;
  export default text;
}
/** The released English disclaimer, put in by the build from rag/data/disclaimers.json. */
declare const OPENING_DISCLAIMER: { readonly id: string; readonly lang: string; readonly text: string };
