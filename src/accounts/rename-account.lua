-- Gives an account a profile with another name, if it is still as it was read. KEYS[1] the account. ARGV: sealed profile before, after.
-- Returns 1 when renamed, else 0.
if redis.call('HGET', KEYS[1], 'profile') ~= ARGV[1] then
  return 0
end
record('renamed')
redis.call('HSET', KEYS[1], 'profile', ARGV[2])
return 1
