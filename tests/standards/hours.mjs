// Opening hours laid on a calendar by Parvis, laid again by npm's `opening_hours`, the program that
// defines the syntax in practice. The file is the only argument; each text is read as it was typed
// and as Parvis writes it. First a file that was touched must be found wrong.

import { readFile } from "node:fs/promises";
import process from "node:process";
import OpeningHours from "opening_hours";

process.env.TZ = "Europe/Paris"; // read before the first Date
const PLACE = { lat: 48.89, lon: 2.24, address: { country_code: "fr", state: "Île-de-France" } };

/** The intervals that the other program finds, in seconds. */
function intervals(text, from, to) {
  const found = new OpeningHours(text, PLACE).getOpenIntervals(new Date(from * 1000), new Date(to * 1000));
  const joined = [];
  for (const [begin, end] of found) {
    const last = joined.at(-1);
    if (last && last[1] >= begin / 1000) last[1] = end / 1000;
    else joined.push([begin / 1000, end / 1000]);
  }
  return joined;
}

/** What differs, a line for each text. */
function differences(cases) {
  const lines = [];
  for (const { text, written, from, to, open } of cases) {
    for (const form of new Set([text, written])) {
      const theirs = intervals(form, from, to);
      const at = theirs.findIndex((span, index) => String(span) !== String(open[index]));
      if (at < 0 && theirs.length === open.length) continue;
      const say = (span) => span?.map((second) => new Date(second * 1000).toISOString()).join("/");
      const place = at < 0 ? theirs.length : at;
      lines.push(`${form}: ours ${say(open[place])}, theirs ${say(theirs[place])}`);
    }
  }
  return lines;
}

const cases = JSON.parse(await readFile(process.argv[2], "utf8"));
const touched = structuredClone(cases.find(({ open }) => open.length > 3));
touched.open[2][1] += 60;
if (differences([touched]).length === 0) throw new Error("a touched interval was not found");
const found = differences(cases);
if (found.length > 0) {
  console.error(found.join("\n"));
  process.exit(1);
}
const count = cases.reduce((sum, { open }) => sum + open.length, 0);
console.log(`opening hours: ${cases.length} texts, ${count} intervals as npm opening_hours finds them`);
