"""The use cases: everything that the command line and the web pages may call.

Functions take an open case and plain values and return small immutable views. They hold no state, print
nothing and know of neither face.
"""
