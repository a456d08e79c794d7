/** The e-mails, and what each must say in whatever words. */
import { messageKinds } from '../../notifications/message-kinds.ts';
import { ourTemplates, placeholdersOf } from '../../notifications/templates.ts';
import { code, table } from './markdown.ts';

export function mailsSection(): string {
  const rows = messageKinds.map((kind) => {
    const mail = ourTemplates.mailOf(kind, 'en');
    const needed = placeholdersOf(mail).needed.map((name) => code(`{${name}}`));
    return [code(kind), mail.subject.replace(/\{(\w+)\}/g, '…'), needed.join(', ') || '–'];
  });
  return table(['mail', 'is called', 'must say'], rows);
}
