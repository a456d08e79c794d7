-- Queues a logout in the line of its relying party, and lists the relying party as one for which something waits.
-- KEYS: the line, the relying parties. ARGV: sealed logout, client id.
redis.call('SADD', KEYS[2], ARGV[2])
queue_message(KEYS[1], ARGV[1])
redis.pcall('PUBLISH', KEYS[2], '')
