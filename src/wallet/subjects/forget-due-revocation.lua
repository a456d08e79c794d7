-- Takes away the mark of what was revoked, unless another end put its own in the meantime. KEYS[1] the account. ARGV: the mark as it
-- was seen. Returns 1 when it is gone now, else 0.
if redis.call('HGET', KEYS[1], 'revocation_due') ~= ARGV[1] then
  return 0
end
return redis.call('HDEL', KEYS[1], 'revocation_due')
