-- Gives an account its new contact and spends the change, if both are still what they were decided on and the account is in use. From
-- here on it is found by its verified address alone. KEYS: the account, the change, then the verified address before and the one after,
-- where there are such. ARGV: version of the change, sealed profile before, sealed profile after, account id, how many addresses were
-- before. Returns 1 when it is changed.
if redis.call('HGET', KEYS[2], 'version') ~= ARGV[1] or redis.call('HGET', KEYS[1], 'profile') ~= ARGV[2] then
  return 0
end
if redis.call('HGET', KEYS[1], 'status') ~= 'active' then
  return 0
end
local recorded_as = record('changed')
redis.call('HSET', KEYS[1], 'profile', ARGV[3])
for at = 3, #KEYS do
  if at - 2 <= tonumber(ARGV[5]) then
    redis.call('HDEL', KEYS[at], ARGV[4])
  else
    redis.call('HSET', KEYS[at], ARGV[4], '')
  end
end
take_with_it(recorded_as)
return 1
