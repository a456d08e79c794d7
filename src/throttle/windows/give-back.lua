-- Takes back what was counted, where it is still counted. KEYS: the counters. ARGV: the amount.
for at = 1, #KEYS do
  if tonumber(redis.call('GET', KEYS[at]) or '0') >= tonumber(ARGV[1]) then
    redis.call('DECRBY', KEYS[at], ARGV[1])
  end
end
return 1
