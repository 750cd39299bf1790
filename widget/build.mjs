// Builds api/static/refdesk-chat.js and refdesk-desk.js from src/, the design and the released disclaimer.
// `node build.mjs --check` builds in memory and fails where a committed file differs.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { build, transform } from "esbuild";

const here = new URL(".", import.meta.url);
/** Each script with its entry, and how many bytes it may have gzipped. */
const SCRIPTS = [
  { name: "refdesk-chat", entry: "src/index.ts", most: 45 * 1024 },
  { name: "refdesk-desk", entry: "src/desk/index.ts", most: 45 * 1024 },
];

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

const disclaimer = JSON.stringify(await openingDisclaimer());
let wrong = false;
for (const { name, entry, most } of SCRIPTS) {
  const result = await build({
    entryPoints: [fileURLToPath(new URL(entry, here))],
    absWorkingDir: fileURLToPath(here),
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    legalComments: "eof",
    banner: { js: `/*! ${name}, built from widget/ */` },
    define: { OPENING_DISCLAIMER: disclaimer },
    plugins: [styles],
    write: false,
  });
  const built = Buffer.from(result.outputFiles[0].contents);
  const size = gzipSync(built, { level: 9 }).length;
  console.log(`${name}.js: ${built.length} bytes, ${size} gzipped (at most ${most})`);
  const target = new URL(`../api/static/${name}.js`, here);
  const differs = process.argv.includes("--check") && !built.equals(await readFile(target));
  if (differs) console.error(`api/static/${name}.js is not what its source builds: run \`npm run build\` in widget/.`);
  wrong ||= differs || size > most;
  if (!process.argv.includes("--check") && size <= most) await writeFile(target, built);
}
if (wrong) process.exit(1);
