// Builds api/static/refdesk-chat.js from src/, the design and the released disclaimer.
// `node build.mjs --check` builds in memory and fails where the committed file differs.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { build, transform } from "esbuild";

const here = new URL(".", import.meta.url);
const target = new URL("../api/static/refdesk-chat.js", here);
const MOST = 45 * 1024;

/** The current English disclaimer: the last released one of the list. */
async function openingDisclaimer() {
  const { disclaimers } = JSON.parse(await readFile(new URL("../rag/data/disclaimers.json", here), "utf8"));
  const { id, lang, text } = disclaimers.findLast((each) => each.released && each.lang === "en");
  return { id, lang, text };
}

const styles = {
  name: "styles",
  setup(builder) {
    builder.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true });
      return { contents: code, loader: "text" };
    });
  },
};

const result = await build({
  entryPoints: [fileURLToPath(new URL("src/index.ts", here))],
  absWorkingDir: fileURLToPath(here),
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  legalComments: "eof",
  banner: { js: "/*! refdesk-chat, built from widget/ */" },
  define: { OPENING_DISCLAIMER: JSON.stringify(await openingDisclaimer()) },
  plugins: [styles],
  write: false,
});
const built = Buffer.from(result.outputFiles[0].contents);
const size = gzipSync(built, { level: 9 }).length;
console.log(`refdesk-chat.js: ${built.length} bytes, ${size} gzipped (at most ${MOST})`);
if (size > MOST) process.exit(1);
if (process.argv.includes("--check")) {
  if (!built.equals(await readFile(target))) {
    console.error("api/static/refdesk-chat.js is not what its source builds: run `npm run build` in widget/.");
    process.exit(1);
  }
} else {
  await writeFile(target, built);
}
