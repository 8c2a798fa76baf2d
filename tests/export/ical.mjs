// Every occurrence of a calendar as ical.js 2.2.1 reads it, in order of time:
//   node ical.mjs FOLDER_OF_NODE_MODULES FILE.ics
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, file] = process.argv.slice(2);
const { default: ICAL } = await import(pathToFileURL(join(resolve(modules), 'node_modules/ical.js/dist/ical.js')));
const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, 'utf8')));
for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);

const events = calendar.getAllSubcomponents('vevent').map((each) => new ICAL.Event(each));
const usual = events.filter((each) => !each.isRecurrenceException());
for (const other of events.filter((each) => each.isRecurrenceException())) {
  usual.find((each) => each.uid === other.uid).relateException(other);
}
const stamp = (time) => time.toJSDate().toISOString().slice(0, 16) + 'Z';
const found = [];
for (const event of usual) {
  const dates = event.iterator();
  for (let next = dates.next(); next; next = dates.next()) {
    const { item, startDate, endDate } = event.getOccurrenceDetails(next);
    if (item.component.getFirstPropertyValue('status') !== 'CANCELLED') {
      found.push(`${stamp(startDate)} ${stamp(endDate)} ${item.summary}`);
    }
  }
}
console.log([...new Set(found)].sort().join('\n'));
