/** The wallet: each address is a page, built here. */
import { showCard } from './card-page.ts';
import { keptDocuments } from './documents.ts';
import { showDelete, showHome } from './home-page.ts';
import { showOffer } from './offer-page.ts';
import { readPlace } from './place.ts';
import { showRequest } from './request-page.ts';
import { showScan } from './scan-page.ts';
import { link, openScreen, paragraph } from './screen.ts';

const pages: Readonly<Record<string, typeof showHome>> = {
  '/': showHome,
  '/scan': showScan,
  '/offer': showOffer,
  '/present': showRequest,
  '/card': showCard,
  '/delete': showDelete,
};

const screen = openScreen();
const showPage = pages[location.pathname];
try {
  if (showPage) {
    await showPage({
      screen,
      place: await readPlace(),
      query: new URLSearchParams(location.search),
      documents: await keptDocuments(),
    });
  } else {
    screen.show('not-found.title', paragraph(screen.t('not-found.text')), link(screen.t('back.wallet'), '/'));
  }
} catch (error) {
  console.error(error);
  screen.show('fault.title', paragraph(screen.t('fault.text')), link(screen.t('back.wallet'), '/'));
}
