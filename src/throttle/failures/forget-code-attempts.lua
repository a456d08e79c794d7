-- KEYS: the source's counter, the strangers' counter, the ledger. ARGV: of which kind the source is, failures that wear the strangers' door out.
forget_failures(KEYS[1], KEYS[2], KEYS[3], ARGV[1], ARGV[2])
return 1
