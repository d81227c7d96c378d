"""Questions and answers as HTML, paper and tables."""
