-- Deletes a pointer if it still points where the caller thinks. KEYS[1] the pointer. ARGV: its target.
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0
