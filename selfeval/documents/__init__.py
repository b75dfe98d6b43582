"""Documents: Word, Markdown, HTML and PDF, all made from the same view of the data; and the check of templates."""
