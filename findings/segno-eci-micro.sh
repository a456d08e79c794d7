#!/usr/bin/env bash
# segno 1.6.6 from PyPI, read by zxing-cpp 3.1.1.
#
# Expected: a text that is encoded with eci=True gets an ECI header, and "the ECI mode is not supported by Micro QR Codes" (the documentation
# of segno.make, option eci; ISO/IEC 18004 has no mode indicator for it there). So the smallest symbol is chosen among the real QR codes,
# as micro=None is allowed to: a Micro QR code may be generated "if applicable".
# Seen: for a short text a Micro QR code is chosen all the same, and the header of the larger symbols is written into it, so that all that
# follows is out of place: the reader finds another text, or none. Without eci, and with micro=False, the same text is read;
# micro=True is refused, for the reason that should have ruled the small symbol out. A longer text, which fits none of them, is right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check segno==1.6.6 zxing-cpp==3.1.1 pillow==13.0.0

cat > codes.py <<'END'
import io

import segno
import zxingcpp
from PIL import Image


def read(text, **options):
    try:
        code = segno.make(text, error='l', boost_error=False, **options)
    except ValueError as error:
        return f'refused: {error}'
    picture = io.BytesIO()
    code.save(picture, kind='png', scale=8, border=4)
    found = zxingcpp.read_barcodes(Image.open(picture).convert('L'))
    return f'{code.designator}: {found[0].text if found else "not read"}'


short, long = 'Őrség', 'Őrség, Nyugat-Magyarország'
seen = {
    'short, no eci': read(short, encoding='utf-8'),
    'short, eci': read(short, encoding='utf-8', eci=True),
    'short, eci, micro=False': read(short, encoding='utf-8', eci=True, micro=False),
    'short, eci, micro=True': read(short, encoding='utf-8', eci=True, micro=True),
    'long, eci': read(long, encoding='utf-8', eci=True),
}
for name, outcome in seen.items():
    print(f'{name}: {outcome}')
seen['short, eci, micro=True'] = seen['short, eci, micro=True'].split(': ')[0]
wrong = seen.pop('short, eci')
right = [f'M3-L: {short}', f'1-L: {short}', 'refused', f'2-L: {long}']
raise SystemExit(0 if list(seen.values()) == right and wrong.startswith('M3-L: ') and short not in wrong else 1)
END
python/bin/python codes.py
