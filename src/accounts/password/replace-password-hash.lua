-- Replaces a field only if it is still what it was decided on. KEYS[1] the account. ARGV: field, old value, new value.
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1
