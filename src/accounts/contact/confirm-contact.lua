-- Gives an account its new contact and spends the change, if both are still what they were decided on. KEYS: the account, the change.
-- ARGV: version of the change, sealed profile before, sealed profile after. Returns 1 when it is changed.
if redis.call('HGET', KEYS[2], 'version') ~= ARGV[1] or redis.call('HGET', KEYS[1], 'profile') ~= ARGV[2] then
  return 0
end
record('changed')
redis.call('HSET', KEYS[1], 'profile', ARGV[3])
redis.call('DEL', KEYS[2])
return 1
