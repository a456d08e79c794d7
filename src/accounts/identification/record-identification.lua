-- Says how the owner of an account was identified, if the account is there and what it said is still what was seen.
-- KEYS: the account, its person, under which it is listed from now on; where nobody identified it any more, it stays so unless its owner
-- alone says that they are it. ARGV: sealed identification that was seen, or '' for none; sealed identification; account id; 1 where it is one, else 0.
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
if ARGV[4] == '1' then
  redis.call('HSET', KEYS[2], ARGV[3], '')
elseif redis.call('HEXISTS', KEYS[1], 'own_word') == 1 then
  redis.call('HDEL', KEYS[2], ARGV[3])
end
return 1
