-- Forgets the failures of strangers, and what was counted of all, so that an account is no longer locked. KEYS: wrong codes of strangers,
-- their wrong passwords, the ledgers of either. Returns 1.
record('unlocked')
redis.call('DEL', KEYS[1], KEYS[2], KEYS[3], KEYS[4])
return 1
