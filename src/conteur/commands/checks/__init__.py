"""What `invoke doctor` looks at. Each check is a function from the project's root to one `Finding`; it mends nothing.

The modules import only the standard library and light packages of ours on top, and the rest where it is needed: a
doctor has to get up in a broken environment.
"""
