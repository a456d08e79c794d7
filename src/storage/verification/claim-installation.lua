-- KEYS[1] the installation; ARGV[1] how many pairs are written once; those pairs; pairs that are written anew
local once = 2 * tonumber(ARGV[1])
for at = 2, once, 2 do
  redis.call('HSETNX', KEYS[1], ARGV[at], ARGV[at + 1])
end
for at = once + 2, #ARGV, 2 do
  redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 1])
end
return redis.call('HGETALL', KEYS[1])
