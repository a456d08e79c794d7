-- Writes down at the account that a wallet's subject is its own, if the account is in use. What is known stays as it is.
-- KEYS: the account, its subjects. ARGV: hash of the subject, how and when (JSON). Returns 1 when it is new, 2 when known, else 0.
if redis.call('HGET', KEYS[1], 'status') ~= 'active' then
  return 0
end
return redis.call('HSETNX', KEYS[2], ARGV[1], ARGV[2]) == 1 and 1 or 2
