-- Points a wallet's subject at an account, where it pointed at nobody or at an account that does not know it any more.
-- KEYS[1] the pointer. ARGV: account id, the id that was read before (empty for none). Returns 1 when it points there now, else 0.
local before = redis.call('GET', KEYS[1]) or ''
if before ~= ARGV[2] and before ~= ARGV[1] then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1])
return 1
