local at, nth, said, to = 1, 1, {}, #ARGV
while at <= to do
  local last = at + 2 + ARGV[at + 2]
  said[#said + 1] = kinds[ARGV[at]](nth, unpack(ARGV, at + 3, last)) or ''
  nth, at = nth + ARGV[at + 1], last + 1
end
return said
