-- Adds an account: the name is taken and the account is there, all at once. KEYS: the name, the account, its
-- verified address where it has one.
-- ARGV: account id, then fields and values of the account. Returns 1, or 0 when the name is taken.
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 0
end
record('added')
redis.call('SET', KEYS[1], ARGV[1])
redis.call('HSET', KEYS[2], unpack(ARGV, 2))
if KEYS[3] then
  redis.call('SADD', KEYS[3], ARGV[1])
end
return 1
