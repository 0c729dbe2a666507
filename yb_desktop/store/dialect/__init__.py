"""What each kind of database does its own way: connecting, guarding the log, searching, copying.

``interface`` says what is asked, ``sqlite`` and ``postgres`` answer, ``choice`` knows which one a connection is to.
"""
