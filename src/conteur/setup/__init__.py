"""From a bare machine to any task: .venv, the locked packages, the right torch, DVC. setup_project.py hands over here.

Standard library only: all of this runs before anything is installed.
"""
