"""Turn a department's YAML files into validated, formally correct performance documents."""

__version__ = "0.2.0"
