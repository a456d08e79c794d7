-- Keeps a message with its holder while it is being sent, or gives it back untried. Whoever lost it in the meantime changes nothing.
-- KEYS[1] the stream. ARGV: group, consumer, id, `hold` or `untried`.
local group, consumer, id = ARGV[1], ARGV[2], ARGV[3]
local pending = redis.call('XPENDING', KEYS[1], group, id, id, 1, consumer)
if #pending == 0 then
  return 0
end
if ARGV[4] == 'untried' then
  redis.call('XCLAIM', KEYS[1], group, consumer, 0, id, 'RETRYCOUNT', 0, 'JUSTID')
else
  redis.call('XCLAIM', KEYS[1], group, consumer, 0, id, 'JUSTID')
end
return 1
