-- A request that used a record was answered 503: as if it had not, unless another one did. KEYS[1] the record. ARGV: which request.
if redis.call('HGET', KEYS[1], 'used_by') ~= ARGV[1] then
  return 0
end
return redis.call('HDEL', KEYS[1], 'consumed', 'used_by')
