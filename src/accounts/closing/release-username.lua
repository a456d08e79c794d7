-- Frees a user name, if it is still this account's. KEYS[1] the name. ARGV: account id.
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0
