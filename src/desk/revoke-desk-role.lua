-- Takes a role away. KEYS: the role, the list of who holds one. ARGV: account id. Returns 1, or 0 when there was none.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
record('revoked')
redis.call('DEL', KEYS[1])
redis.call('SREM', KEYS[2], ARGV[1])
return 1
