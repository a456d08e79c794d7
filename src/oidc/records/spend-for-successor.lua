-- Spends a refresh token and keeps its successor; exactly one caller succeeds. While the grace lasts everybody after is told the successor.
-- KEYS[1] the token's record, KEYS[2] the name of its successor, there as long as the grace, KEYS[3] the record of the successor that was
-- drawn; KEYS[4], where the token is itself a successor, the name under which it stands: spent, it is nobody's answer any more.
-- ARGV: the successor that was drawn (sealed), the grace (ms; 0 for none), the payload of its record, its life (ms).
-- Returns {'spent'} to the one, {'again', successor} within the grace, {'reused'} after it, {'gone'} when there is no such record.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return {'gone'}
end
local time = redis.call('TIME')
if redis.call('HSETNX', KEYS[1], 'consumed', time[1]) == 0 then
  local successor = redis.call('GET', KEYS[2])
  if successor then
    return {'again', successor}
  end
  return {'reused'}
end
if tonumber(ARGV[2]) > 0 then
  redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
end
if KEYS[4] then
  redis.call('DEL', KEYS[4])
end
redis.call('HSET', KEYS[3], 'payload', ARGV[3], 'since', time[1])
redis.call('PEXPIRE', KEYS[3], ARGV[4])
return {'spent'}
