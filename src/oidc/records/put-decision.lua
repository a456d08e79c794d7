-- Writes a step of what several may try to decide: whoever is first at a step, and nobody once it is decided.
-- KEYS[1] the record. ARGV: life (ms), step (claimed or decided), then fields and values. Returns 1 when it was written.
-- Records `decided`, where it is given.
local is_taken = redis.call('HEXISTS', KEYS[1], 'decided') == 1 or redis.call('HEXISTS', KEYS[1], ARGV[2]) == 1
if redis.call('EXISTS', KEYS[1]) == 0 or is_taken then
  return 0
end
if events.decided then
  record('decided')
end
redis.call('HSET', KEYS[1], ARGV[2], '1', unpack(ARGV, 3))
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1
