-- Adds a passkey to an Ügyfélkapu+. It must still fit the account: no sessions were ended since its page was shown, and there is another
-- authenticator in use, on which it was begun. KEYS: the plus, the account.
-- ARGV: id of the passkey, sealed passkey, most passkeys, when the sessions had last been ended as far as the asker knows, its count, whether
-- it is backed up (1 or 0), the account's id.
-- Returns 1 when added, 0 when it does not fit, -1 when there are too many already, -2 when this account or another has it.
local status = redis.call('HGET', KEYS[2], 'status')
local ended_at = tonumber(redis.call('HGET', KEYS[2], 'sessions_ended_at') or '0')
local begun_on = in_use(KEYS[1])
if ended_at ~= tonumber(ARGV[4]) or (status and status ~= 'active') or #begun_on == 0 then
  return 0
end
if owner_of_passkey(ARGV[1]) then
  return -2
end
if #passkeys_of(KEYS[1]) >= tonumber(ARGV[3]) then
  return -1
end
record('added')
claim_passkey(ARGV[1], ARGV[7])
redis.call('HSET', KEYS[1], '<plus:passkey>' .. ARGV[1], ARGV[2], '<plus:count>' .. ARGV[1], ARGV[5], '<plus:backed_up>' .. ARGV[1], ARGV[6],
  '<plus:begun_on>' .. ARGV[1], table.concat(begun_on, ' '))
return 1
