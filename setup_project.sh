#!/bin/sh
# ./setup_project.sh [OPTIONS] [TASK [ARGUMENTS]]: finds a Python and hands over to setup_project.py.
case $0 in
    */*) project=$(CDPATH='' cd -- "${0%/*}/" && pwd) || exit 1 ;;
    *) project=$PWD ;; # sh setup_project.sh
esac
refused=

# What the shell calls python3 comes first: it is the person's choice (pyenv, conda, a CI matrix). The probe decides,
# since a name on PATH may be a shim that only prints a message.
for python in "$project/.venv/bin/python" "$project/.venv/Scripts/python.exe" \
    python3 python python3.13 python3.12 python3.11 python3.10; do
    case $python in
        */*) [ -f "$project/.venv/setup.stamp" ] || continue ;; # an unfinished .venv may have to be made again
    esac
    "$python" "$project/setup_project.py" --probe </dev/null >/dev/null 2>&1
    case $? in
        0) exec "$python" "$project/setup_project.py" "$@" ;;
        3) refused=${refused:-$python} ;;
    esac
done

if [ -n "$refused" ]; then
    exec "$refused" "$project/setup_project.py" # says what is wrong with it
fi
echo "error: no Python 3.10 to 3.13 was found
  why: none of python3, python, python3.13 ... python3.10 runs
  do this: install Python 3.13 (https://www.python.org/downloads/, or your package manager), then run this again" >&2
exit 10
