-- Writes a profile in which nothing is missing any more, if it is still the one that was seen, and the account is in use with no session
-- ended since; whose word it is stands beside it. KEYS[1] the account. ARGV: sealed profile that was seen, sealed profile, when sessions were last ended.
-- Returns 1, or 0 when something changed meanwhile.
local account = KEYS[1]
local ended_at = tonumber(redis.call('HGET', account, 'sessions_ended_at') or '0')
local is_active = redis.call('HGET', account, 'status') == 'active'
if not is_active or ended_at ~= tonumber(ARGV[3]) or redis.call('HGET', account, 'profile') ~= ARGV[1] then
  return 0
end
record('completed')
redis.call('HSET', account, 'profile', ARGV[2], 'own_word', 1)
return 1
