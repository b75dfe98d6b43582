#!/bin/sh
# Find a Python that the packages are made for; start.py does the rest.
here=$(cd "$(dirname "$0")" && pwd)
for python in python3.13 python3.12 python3.11 python3 python; do
    if "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
        exec "$python" "$here/start.py" "$@"
    fi
done
cat "$here/no-python.txt" >&2
exit 2
