/** What people with a role read who are not let in, in Hungarian. */
import { hungarian } from '../../translation/words.ts';

export const hu = hungarian({
  'staff.needs-passkey.title': 'Ehhez azonosítókulcs (passkey) kell',
  'staff.needs-passkey.text':
    'Az Ön szerepkörével csak azonosítókulccsal lehet belépni. Jelentkezzen be újra, és válassza az azonosítókulcsot. Ha még nincs, a fiókjában állíthat be egyet.',
  'staff.needs-passkey.set-up': 'Azonosítókulcs beállítása a fiókomban',
  'staff.needs-passkey.again': 'Bejelentkezés újra',
});
