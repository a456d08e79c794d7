-- Turns a finished application into an authenticator: it, its spent step and the hash of the new törlőkód appear together, and
-- the application is gone. Frozen authenticators make room. It must still fit the account: no sessions were ended since it was begun, and
-- every authenticator that was in use then still is. So "Nem én voltam" and this step, in whatever order, leave nothing in use that was
-- begun on what was blocked. KEYS: the application, the plus, its attempts, the account, its wrong codes in all.
-- ARGV: expected version of the application, authenticator id, sealed authenticator, spent step, hash of the törlőkód,
-- most authenticators (1: only where there is none yet), steps by which the phone is fast (0: none that matters),
-- now (ISO 8601), when the sessions had last been ended when it was begun, when the törlőkód was made (ISO 8601), count of a passkey (empty:
-- it is an app), whether that is backed up (1 or 0), the account's id.
-- Returns 1 when activated, 0 when the application moved on, is over or does not fit, -1 when there are too many already.
if not is_at(KEYS[1], ARGV[1]) then
  return 0
end
local status = redis.call('HGET', KEYS[4], 'status')
local ended_at = tonumber(redis.call('HGET', KEYS[4], 'sessions_ended_at') or '0')
if ended_at ~= tonumber(ARGV[9]) or (status and status ~= 'active') then
  return 0
end
local used, begun_on, is_used = in_use(KEYS[2]), redis.call('HGET', KEYS[1], 'begun_on') or '', {}
for _, id in ipairs(used) do
  is_used[id] = true
end
for id in string.gmatch(begun_on, '%S+') do
  if not is_used[id] then
    return 0
  end
end
-- Authenticators never make an id twice: who has another account's passkey made it up.
if ARGV[11] ~= '' and owner_of_passkey(ARGV[2]) then
  return 0
end
-- Of apps there are only so many; where this is the first authenticator, there is none of any kind.
if #in_use(KEYS[2], begun_on ~= '' and 'authenticator' or nil) >= (begun_on == '' and 1 or tonumber(ARGV[6])) then
  return -1
end
record('activated')
if redis.call('HEXISTS', KEYS[2], 'cancellation') == 1 then
  record('replaced')
end
for _, field in ipairs(redis.call('HKEYS', KEYS[2])) do
  local id = string.match(field, '^<plus:frozen>(.+)$')
  if id then
    drop_authenticator(KEYS[2], id)
    redis.call('HDEL', KEYS[2], '<plus:begun_on>' .. id)
  end
end
if ARGV[11] ~= '' then
  claim_passkey(ARGV[2], ARGV[13])
  redis.call('HSET', KEYS[2], '<plus:passkey>' .. ARGV[2], ARGV[3], '<plus:count>' .. ARGV[2], ARGV[11], '<plus:backed_up>' .. ARGV[2], ARGV[12])
else
  redis.call('HSET', KEYS[2], '<plus:authenticator>' .. ARGV[2], ARGV[3], '<plus:step>' .. ARGV[2], ARGV[4])
end
redis.call('HSET', KEYS[2], 'cancellation', ARGV[5], 'cancellation_checked_at', ARGV[8], 'cancellation_made_at', ARGV[10])
if begun_on ~= '' then
  redis.call('HSET', KEYS[2], '<plus:begun_on>' .. ARGV[2], begun_on)
end
if ARGV[7] ~= '0' then
  redis.call('HSET', KEYS[2], '<plus:offset>' .. ARGV[2], ARGV[7])
end
redis.call('DEL', KEYS[1], KEYS[3])
redis.call('HDEL', KEYS[5], 'strangers row', 'known row')
return 1
