-- Replaces a password hash only if it is still the one that was verified. KEYS[1] the account. ARGV: old hash, new hash.
if redis.call('HGET', KEYS[1], 'password') ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'password', ARGV[2])
return 1
