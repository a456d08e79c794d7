-- Ends the sessions and grants of an account, at the store's instant: all of them, or the others for one who means to stay in, as the act says.
-- KEYS[1] the account. ARGV: when the sessions had last been ended as far as the asker knows, or ''.
-- Returns the second at which they ended; 0 when there is no such account, or when the asker's ended with the others.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
return take_with_it(record('ended'), ARGV[1])
