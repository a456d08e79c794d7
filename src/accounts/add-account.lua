-- Adds an account: the name and the person are taken and the account is there, all at once. KEYS: the name, the account, the person, its
-- verified address where it has one.
-- ARGV: account id, 1 where it is another person with equal birth data, else 0; then fields and values of the account.
-- Returns 1, 0 when the name is taken, -1 when the person has an account.
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 0
end
if ARGV[2] == '0' and redis.call('EXISTS', KEYS[3]) == 1 then
  return -1
end
record('added')
redis.call('SET', KEYS[1], ARGV[1])
redis.call('HSET', KEYS[3], ARGV[1], '')
redis.call('HSET', KEYS[2], unpack(ARGV, 3))
if KEYS[4] then
  redis.call('HSET', KEYS[4], ARGV[1], '')
end
return 1
