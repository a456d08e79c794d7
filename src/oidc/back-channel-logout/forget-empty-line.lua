-- Forgets a relying party for which nothing waits. KEYS: its line, the relying parties. ARGV: its client id. Returns 1 when forgotten.
if redis.call('XLEN', KEYS[1]) > 0 then
  return 0
end
return redis.call('SREM', KEYS[2], ARGV[1])
