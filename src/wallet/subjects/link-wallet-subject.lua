-- Makes a wallet's subject an account's, if the account is in use and the subject is nobody else's. What is known stays as it is.
-- Linking needs an Ügyfélkapu+: whoever loses it loses what was linked, and nothing more is linked after that, or before it is done.
-- KEYS: the account, its subjects, the pointer, the subjects of the account that the pointer was seen to lead to (or its own again),
-- its Ügyfélkapu+.
-- ARGV: hash of the subject, how and when (JSON), account id, the id that the pointer was seen to hold (empty for none).
-- Returns refused, taken, known or linked. Records `linked`, where it is given.
if redis.call('HGET', KEYS[1], 'status') ~= 'active' then
  return 'refused'
end
local is_due = redis.call('HEXISTS', KEYS[1], 'revocation_due') == 1
if events.linked and (is_due or redis.call('EXISTS', KEYS[5]) == 0) then
  return 'refused'
end
local holds = redis.call('GET', KEYS[3]) or ''
local is_seen = holds == ARGV[4]
if holds ~= ARGV[3] and not (is_seen and (holds == '' or redis.call('HEXISTS', KEYS[4], ARGV[1]) == 0)) then
  return 'taken'
end
if holds == ARGV[3] and redis.call('HEXISTS', KEYS[2], ARGV[1]) == 1 then
  return 'known'
end
if events.linked then
  record('linked')
end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
redis.call('SET', KEYS[3], ARGV[3])
return 'linked'
