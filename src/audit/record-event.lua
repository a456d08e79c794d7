-- Records what changed nothing of ours.
record('event')
return 1
