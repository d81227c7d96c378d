"""The plain page: a module's notebook as a web page, through Voila in its reader's own server."""
