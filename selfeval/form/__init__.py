"""What forms declare: the common vocabulary, each form, and the schema a department's forms make together."""
