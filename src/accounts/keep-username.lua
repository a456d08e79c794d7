-- Turns the claim on a user name into a lasting one, if it is still this account's. KEYS[1] the name. ARGV: account id.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
record('added')
redis.call('PERSIST', KEYS[1])
return 1
