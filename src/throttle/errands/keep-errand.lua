-- Keeps a text. KEYS[1] where. ARGV: life (ms), the text.
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[1])
return 1
