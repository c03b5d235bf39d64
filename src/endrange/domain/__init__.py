"""The nouns: frozen values, the vocabulary, the errors. numpy only; imports nothing of ours outside this room."""
