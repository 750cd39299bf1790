"""Answers as files: Markdown, DOCX, CSL-JSON and RIS, each with its disclaimer."""
