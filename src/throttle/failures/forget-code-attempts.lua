-- A right code forgets the failures of this source, and unlocks the counter that strangers have exhausted.
-- KEYS: the source's counter, the strangers' counter. ARGV: failures that exhaust the strangers' counter.
redis.call('DEL', KEYS[1])
if tonumber(redis.call('HGET', KEYS[2], 'failures') or '0') >= tonumber(ARGV[1]) then
  redis.call('DEL', KEYS[2])
end
return 1
