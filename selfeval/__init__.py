"""Turn a department's YAML files into validated, formally correct performance documents."""
