"""The plain page: a module's notebook as a web page, by Voila in the reader's own server."""
