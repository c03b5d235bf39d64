"""The addresses of the pages, a file a subject."""
