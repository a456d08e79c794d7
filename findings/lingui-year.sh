#!/usr/bin/env bash
# @lingui/core 6.11.0 with @lingui/message-utils 6.11.0 and @messageformat/date-skeleton 1.1.0 from npm, beside intl-messageformat 12.1.5
# and @messageformat/date-skeleton 2.0.0-0, which @messageformat/core 3.4.1 comes with.
#
# Expected: in a message the skeleton of a date is ICU's, and "y" there is the calendar year: "In most cases the length of the y field
# specifies the minimum number of digits to display, zero-padded as necessary", but "“yy” requests just the two low-order digits of the
# year"; yyyy is 2017, and 0002 (UTS 35 part 4, Date Field Symbol Table). So "{day, date, ::yyyyMMMMd}" shows a year whole.
# Seen: any even number of letters is taken for two digits, so that "yyyy" is "yy": a birthday in 1961 is "March 5, 61", in Hungarian "61.
# március 5.", and a document that is valid until 2061 ends on the same day. "y" and "yyy" show the year. intl-messageformat shows it with
# "yyyy" as well, and so does the prerelease that 1.1.0, the latest release, has had beside it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @lingui/core@6.11.0 @lingui/message-utils@6.11.0 \
  @messageformat/date-skeleton@1.1.0 newer@npm:@messageformat/date-skeleton@2.0.0-0 intl-messageformat@12.1.5

cat > year.js <<'END'
import { setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { getDateFormatter } from '@messageformat/date-skeleton';
import { IntlMessageFormat } from 'intl-messageformat';
import { getDateFormatter as newer } from 'newer';

const day = new Date(1961, 2, 5, 12);
const languages = ['en', 'hu'];
const message = (skeleton) => `{day, date, ::${skeleton}}`;

const ways = {
  lingui: (language, skeleton) => {
    const messages = { [language]: { day: compileMessage(message(skeleton)) } };
    return setupI18n({ locale: language, messages })._('day', { day });
  },
  'date-skeleton 1.1.0': (language, skeleton) => getDateFormatter(language, skeleton)(day),
  'date-skeleton 2.0.0-0': (language, skeleton) => newer(language, skeleton)(day),
  'intl-messageformat': (language, skeleton) => new IntlMessageFormat(message(skeleton), language).format({ day }),
};

const whole = {};
for (const [name, format] of Object.entries(ways)) {
  whole[name] = ['yMMMMd', 'yyyyMMMMd'].map((skeleton) => {
    const shown = languages.map((language) => format(language, skeleton));
    console.log(`${name} ${skeleton}: ${shown.join(' | ')}`);
    return shown.every((text) => text.includes('1961'));
  });
}
const still = {
  lingui: [true, false],
  'date-skeleton 1.1.0': [true, false],
  'date-skeleton 2.0.0-0': [true, true],
  'intl-messageformat': [true, true],
};
process.exit(JSON.stringify(whole) === JSON.stringify(still) ? 0 : 1);
END
node year.js
