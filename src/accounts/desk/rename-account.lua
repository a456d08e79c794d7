-- Gives an account a profile with another name, if it is still as it was read; its owner is told. KEYS: the account, the messages to be
-- sent. ARGV: sealed profile before, after, sealed message or ''. Returns 1 when renamed, else 0.
if redis.call('HGET', KEYS[1], 'profile') ~= ARGV[1] then
  return 0
end
record('renamed')
if ARGV[3] ~= '' then
  queue_message(KEYS[2], ARGV[3])
end
redis.call('HSET', KEYS[1], 'profile', ARGV[2])
return 1
