-- A right code forgets the failures of this guesser, and opens the door again that strangers have worn out.
-- KEYS: the guesser's counter, the strangers' counter. ARGV: failures that wear the door out.
redis.call('DEL', KEYS[1])
if tonumber(redis.call('HGET', KEYS[2], 'failures') or '0') >= tonumber(ARGV[1]) then
  redis.call('DEL', KEYS[2])
end
return 1
