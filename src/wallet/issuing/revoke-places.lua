-- Revokes places of one status list. KEYS: the revoked bits, the list's version. ARGV: bit offsets. Returns the version.
local changed = 0
for _, offset in ipairs(ARGV) do
  changed = changed + (1 - redis.call('SETBIT', KEYS[1], offset, 1))
end
if changed > 0 then
  return redis.call('INCR', KEYS[2])
end
return tonumber(redis.call('GET', KEYS[2]) or '0')
