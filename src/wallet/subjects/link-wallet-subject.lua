-- Makes a wallet's subject an account's, if the account is in use and the subject is nobody else's. What is known stays as it is.
-- Linking needs an Ügyfélkapu+: whoever loses it loses what was linked, and nothing more is linked after that, or before it is done.
-- KEYS: the account, its subjects, the pointer, the subjects of the account that the pointer was seen to lead to (or its own again),
-- its Ügyfélkapu+.
-- ARGV: hashes of the subject, under each index key, that of today first, with spaces in between; how and when (JSON), account id, the id that the pointer was seen to hold (empty for none).
-- Returns refused, taken, known or linked. Records `linked`, where it is given.
local function has(subjects)
  for hash in string.gmatch(ARGV[1], '%S+') do
    if redis.call('HEXISTS', subjects, hash) == 1 then
      return true
    end
  end
  return false
end

if redis.call('HGET', KEYS[1], 'status') ~= 'active' then
  return 'refused'
end
local is_due = redis.call('HEXISTS', KEYS[1], 'revocation_due') == 1
if events.linked and (is_due or redis.call('EXISTS', KEYS[5]) == 0) then
  return 'refused'
end
local holds = redis.call('GET', KEYS[3]) or ''
local is_seen = holds == ARGV[4]
if holds ~= ARGV[3] and not (is_seen and (holds == '' or not has(KEYS[4]))) then
  return 'taken'
end
if holds == ARGV[3] and has(KEYS[2]) then
  return 'known'
end
if events.linked then
  record('linked')
end
redis.call('HSET', KEYS[2], string.match(ARGV[1], '^%S+'), ARGV[2])
redis.call('SET', KEYS[3], ARGV[3])
return 'linked'
