-- Puts a newly sealed value in the place of the one that it was made from, unless that was replaced meanwhile. Lives stay as they are.
-- KEYS[1] a hash or a string. ARGV: field ('' for a string), the value before, the value now. Returns 1 when replaced, else 0.
if ARGV[1] == '' then
  if redis.call('GET', KEYS[1]) ~= ARGV[2] then
    return 0
  end
  redis.call('SET', KEYS[1], ARGV[3], 'KEEPTTL')
  return 1
end
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1
