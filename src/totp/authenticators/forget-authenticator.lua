-- Removes one authenticator of several, an app or a passkey, and ends the sessions and grants of the account but the asking one's: any may
-- have been got with it. The last one in use goes only with the törlőkód. KEYS[1] the plus.
-- ARGV: when the sessions had last been ended as far as the asking session knows, authenticator id, ids of others that nobody can use.
-- Returns 1 when removed, 0 when there is no such authenticator, -1 when it is the last one in use; and the second at which the sessions
-- ended, 0 when the asker's ended with the others, or none did.
local id, besides = ARGV[2], { unpack(ARGV, 2) }
local is_app = redis.call('HEXISTS', KEYS[1], '<plus:authenticator>' .. id) == 1
if not is_app and redis.call('HEXISTS', KEYS[1], '<plus:passkey>' .. id) == 0 then
  return { 0, 0 }
end
if others_in_use(KEYS[1], besides) == 0 then
  return { -1, 0 }
end
local recorded_as = record('forgotten')
drop_authenticator(KEYS[1], id)
return { 1, take_with_it(recorded_as, ARGV[1]) }
