-- After take.lua, before a step that keeps what anybody may ask for: where the record is to live longer than it does (a new one does not
-- live at all), the limit is asked, and the step ends with nothing written if it says no.
-- Defines `life_left` (ms), -2 of one that is not there. KEYS[1] the record. Further ARGV, before the counters: its life (ms).
local new_life = tonumber(last_of(ARGV))
local tolerance = 60000
local life_left = redis.call('PTTL', KEYS[1])
if life_left + tolerance < new_life then
  local wait = take()
  if wait > 0 then
    return redis.error_reply('LIMIT ' .. wait)
  end
end
