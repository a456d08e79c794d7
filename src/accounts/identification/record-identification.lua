-- Says how the owner of an account was identified, if the account is there and what it said is still what was seen.
-- KEYS: the account, and its person, under which it is listed from now on. ARGV: sealed identification that was seen, or '' for none; sealed
-- identification; account id.
-- Returns 1, or 0 when it changed meanwhile.
local holds = redis.call('HGET', KEYS[1], 'identified')
-- Sent again by a connection that lost the answer, it is done already.
if holds == ARGV[2] then
  return 1
end
if redis.call('HEXISTS', KEYS[1], 'profile') == 0 or (holds or '') ~= ARGV[1] then
  return 0
end
record('recorded')
redis.call('HSET', KEYS[1], 'identified', ARGV[2])
if KEYS[2] then
  redis.call('HSET', KEYS[2], ARGV[3], '')
end
return 1
