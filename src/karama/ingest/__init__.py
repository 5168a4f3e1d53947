"""Bytes in, Article out: text, HTML, PDF, DOCX, e-mail, JSON Lines, folders; then what of it is body."""
