-- Keeps a subject of an account under the index key of today, where it is still the account's. KEYS: the account's subjects; then the
-- pointers under each index key, that of today first. ARGV: account id; then each form of the subject's hash, that of today first.
-- Returns how many were brought over.
local many = 0
for at = 3, #ARGV do
  local how = redis.call('HGET', KEYS[1], ARGV[at])
  if how then
    redis.call('HSET', KEYS[1], ARGV[2], how)
    redis.call('HDEL', KEYS[1], ARGV[at])
    many = many + 1
  end
end
if many > 0 then
  for at = 3, #KEYS do
    redis.call('DEL', KEYS[at])
  end
  redis.call('SET', KEYS[2], ARGV[1])
end
return many
