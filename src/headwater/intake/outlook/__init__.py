"""What Outlook and Exchange write: items as bags of MAPI properties, and the message that is made of one.

``properties`` and ``item`` are the model; ``ole`` (MSG files), ``tnef`` (winmail.dat) and ``pff`` (PST and OST stores) read
it; ``serial`` turns an item into the bytes by which it is identified.
"""
