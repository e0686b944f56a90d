"""Files for others: values in, bytes out. Nothing here knows a database or a clock."""
