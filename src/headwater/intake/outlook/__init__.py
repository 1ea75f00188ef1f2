"""What Outlook and Exchange write: items as bags of MAPI properties, and the message that is made of one.

``properties`` and ``item`` are the model. Four modules fill it: ``ole`` (MSG files), ``tnef`` (winmail.dat), ``pff`` (PST and OST stores by
libpff, folder by folder) and ``ltp`` over ``ndb`` (the same stores by their node database). ``recovery`` finds what no folder
lists, ``stores`` puts both together. ``serial`` turns an item into the bytes by which it is identified, with ``people``, ``fields`` and ``rtf``.
"""
