// Copy what browsers load and Entente did not write from node_modules into the repository, with a manifest of
// where each file came from and its SHA-256. Run after a version in package.json changes:
//
//     npm ci && npm run vendor
//
// `python -m scripts.vendored` compares the manifests with the files; ./test does.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const folders = {
  // What every page loads.
  "src/entente/home/static/vendor": {
    "htmx.min.js": ["htmx.org", "dist/htmx.min.js"],
    "htmx.LICENSE.txt": ["htmx.org", "LICENSE"],
    "fonts/noto-sans-regular.woff2": ["@gcds-core/fonts", "fonts/noto-sans/gcds-noto-sans-regular.woff2"],
    "fonts/noto-sans-semibold.woff2": ["@gcds-core/fonts", "fonts/noto-sans/gcds-noto-sans-semibold.woff2"],
    "fonts/noto-sans.LICENSE.txt": ["@gcds-core/fonts", "fonts/noto-sans/LICENSE.txt"],
  },
  // What the browser tests load into a page.
  "tests/vendor": {
    "axe.min.js": ["axe-core", "axe.min.js"],
    "axe.LICENSE.txt": ["axe-core", "LICENSE"],
  },
};

// A page loads nothing from elsewhere, so neither may a file that is served with it.
const leadsAway = /@import\b|url\(\s*["']?(?:https?:)?\/\/|import\s*\(\s*["']https?:/;

for (const [folder, files] of Object.entries(folders)) {
  const target = join(root, folder);
  rmSync(target, { recursive: true, force: true });
  const manifest = { made_by: "scripts/vendor.mjs", files: {} };
  for (const [name, [packageName, path]] of Object.entries(files).sort()) {
    const home = join(root, "node_modules", packageName);
    const { version, license } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
    const bytes = readFileSync(join(home, path));
    if (folder.startsWith("src/") && /\.(css|js|svg)$/.test(name) && leadsAway.test(bytes.toString("utf8"))) {
      throw new Error(`${packageName}/${path} loads something from elsewhere`);
    }
    mkdirSync(dirname(join(target, name)), { recursive: true });
    writeFileSync(join(target, name), bytes);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    manifest.files[name] = { package: packageName, version, license, path, sha256 };
  }
  writeFileSync(join(target, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
}
