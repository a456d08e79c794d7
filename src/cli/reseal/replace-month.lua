-- Puts the copy of a stream in its place, with what came behind the last entry that was copied; unless the stream is gone.
-- KEYS: the stream, its copy. ARGV: id of the last entry that was copied. Returns 1 when it was put in place.
if redis.call('EXISTS', KEYS[1]) == 0 or redis.call('EXISTS', KEYS[2]) == 0 then
  return 0
end
for _, entry in ipairs(redis.call('XRANGE', KEYS[1], '(' .. ARGV[1], '+')) do
  redis.call('XADD', KEYS[2], entry[1], unpack(entry[2]))
end
redis.call('PERSIST', KEYS[2])
redis.call('RENAME', KEYS[2], KEYS[1])
return 1
