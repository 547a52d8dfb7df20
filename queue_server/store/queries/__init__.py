"""The questions to the records: one set of statements for every database."""
