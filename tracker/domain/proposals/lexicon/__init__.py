"""Word lists: English as data. Whoever adds a word adds one line, and a test shows what it changes."""
