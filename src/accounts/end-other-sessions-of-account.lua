-- Ends every session and grant of an account for one who means to stay in. KEYS[1] the account.
-- ARGV: when the sessions had last been ended as far as the asker knows.
-- Returns the second at which they ended; 0 when somebody else ended them in the meantime, or too often in this second: then the asker's
-- end with the others.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
record('ended')
return end_other_sessions(KEYS[1], ARGV[1])
