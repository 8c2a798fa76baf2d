"""Documents as HTML, PDF and DOCX, all from the same one."""
