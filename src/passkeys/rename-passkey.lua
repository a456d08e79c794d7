-- Calls a passkey something else, as long as it is as its owner saw it. KEYS[1] the plus. ARGV: id of the passkey, how it was sealed, how it
-- is sealed now. Returns 1 when renamed, else 0.
if redis.call('HGET', KEYS[1], '<plus:passkey>' .. ARGV[1]) ~= ARGV[2] then
  return 0
end
record('renamed')
redis.call('HSET', KEYS[1], '<plus:passkey>' .. ARGV[1], ARGV[3])
return 1
