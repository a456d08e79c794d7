-- Queues a logout in the line of its relying party, and lists the relying party as one for which something waits.
-- KEYS: the line, the relying parties. ARGV: sealed logout, client id.
redis.call('SADD', KEYS[2], ARGV[2])
return redis.call('XADD', KEYS[1], '*', 'message', ARGV[1])
