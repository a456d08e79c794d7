-- Writes a step of what several may try to decide: whoever is first at a step, and nobody once it is decided.
-- KEYS[1] the record. ARGV: life (ms), step (claimed or decided), then fields and values. Returns 1 when it was written.
if redis.call('EXISTS', KEYS[1]) == 0 or redis.call('HEXISTS', KEYS[1], 'decided') == 1 then
  return 0
end
if redis.call('HSETNX', KEYS[1], ARGV[2], '1') == 0 then
  return 0
end
redis.call('HSET', KEYS[1], unpack(ARGV, 3))
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1
