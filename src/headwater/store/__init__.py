"""The case: its folder, its database and its migrations. The one owner of tables.

Other layers never write SQL: they call the functions of this package with a connection that
``Case.reading`` or ``Case.writing`` gives. docs/case.md is the written contract of the layout.
"""
