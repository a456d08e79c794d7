-- Moves a request on if it still has the version that the move was decided on, and says where it waits.
-- KEYS: the request, proposals of its office, requests by the instant at which something comes of them, the account, messages.
-- ARGV: expected version, sealed request, its life (ms), first version, account id, instant (ms) until which it is a proposal or '',
-- instant (ms) at which something comes of it or '', account id of who must have made neither the account nor a code for it, or '', then the
-- messages that its owner is told by.
-- Returns 1 when moved, else 0.
if not is_at(KEYS[1], ARGV[1]) then
  return 0
end
if ARGV[8] ~= '' and redis.call('HEXISTS', KEYS[4], 'made_by:' .. ARGV[8]) == 1 then
  return 0
end
record('moved')
move_on(KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4])
if ARGV[6] ~= '' then
  redis.call('ZADD', KEYS[2], ARGV[6], ARGV[5])
else
  redis.call('ZREM', KEYS[2], ARGV[5])
end
if ARGV[7] ~= '' then
  redis.call('ZADD', KEYS[3], ARGV[7], ARGV[5])
else
  redis.call('ZREM', KEYS[3], ARGV[5])
end
for at = 9, #ARGV do
  queue_message(KEYS[5], ARGV[at])
end
return 1
