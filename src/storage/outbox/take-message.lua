-- Takes the next message to be sent: the oldest one whose next try is due, else the oldest that nobody has tried. A message that
-- is held stays with its holder; one whose holder has gone is due like any other. Each try doubles the wait for the next.
-- In an ordered queue, which has a second key, all others wait behind the first, also while another worker holds it; only parked messages
-- hold up nobody.
-- KEYS: the stream, and of an ordered queue the parked ids. ARGV: group, consumer, wait after the first try, longest wait (both ms).
-- Returns {id, tries with this one, fields}, or in how many ms the next try is due, or nothing.
local group, consumer, first, longest = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local page_size = 100

local function wait_after(tries)
  return tries == 0 and 0 or math.min(longest, first * 2 ^ (tries - 1))
end

local due
local from = '-'
repeat
  local page = redis.call('XPENDING', KEYS[1], group, from, '+', page_size)
  for _, pending in ipairs(page) do
    local id, idle, tries = pending[1], pending[3], pending[4]
    local left = math.ceil(wait_after(tries) - idle)
    if left <= 0 then
      local claimed = redis.call('XCLAIM', KEYS[1], group, consumer, 0, id)
      if claimed[1] then
        return {id, tries + 1, claimed[1][2]}
      end
    elseif KEYS[2] and redis.call('SISMEMBER', KEYS[2], id) == 0 then
      return left
    else
      due = math.min(due or left, left)
    end
    from = '(' .. id
  end
until #page < page_size

local fresh = redis.call('XREADGROUP', 'GROUP', group, consumer, 'COUNT', 1, 'STREAMS', KEYS[1], '>')
local entry = fresh and fresh[1][2][1]
return entry and {entry[1], 1, entry[2]} or due or false
