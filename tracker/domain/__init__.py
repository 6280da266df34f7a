"""Plain Python: the words, the rules and the algorithms. No I/O, no clock, no framework."""
