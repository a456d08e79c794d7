-- Lets a request wait for a citizen, unless too many do. KEYS[1] the requests of an account: handle -> "<expiry (ms)> <relying party> <sealed>".
-- ARGV: handle, entry, relying party, expiry (ms), most of one relying party, most in all, now (ms). Returns 1 when it waits.
local all = 0
local own = 0
local last = tonumber(ARGV[4])
local entries = redis.call('HGETALL', KEYS[1])
for place = 1, #entries, 2 do
  local expiry, party = string.match(entries[place + 1], '^(%d+) (%S+) ')
  if tonumber(expiry) <= tonumber(ARGV[7]) then
    redis.call('HDEL', KEYS[1], entries[place])
  else
    all = all + 1
    own = own + (party == ARGV[3] and 1 or 0)
    last = math.max(last, tonumber(expiry))
  end
end
if own >= tonumber(ARGV[5]) or all >= tonumber(ARGV[6]) then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', last))
return 1
