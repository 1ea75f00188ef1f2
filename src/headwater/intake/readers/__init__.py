"""Readers: one module for each format, all behind ``headwater.intake.seam``. Here they are put in a table."""

from __future__ import annotations

from collections.abc import Mapping

from headwater.intake.readers.eml import read_message
from headwater.intake.readers.emlx import read_emlx, read_emlxpart
from headwater.intake.readers.epub import read_epub
from headwater.intake.readers.folder import read_file_alone, read_folder
from headwater.intake.readers.html import read_html
from headwater.intake.readers.image import read_image
from headwater.intake.readers.listserv import read_listserv
from headwater.intake.readers.maildir import read_maildir
from headwater.intake.readers.mbox import read_mbox
from headwater.intake.readers.oldoffice import read_oldoffice
from headwater.intake.readers.ooxml import read_ooxml
from headwater.intake.readers.opendocument import read_opendocument
from headwater.intake.readers.outlook import read_msg, read_outlook_item, read_tnef
from headwater.intake.readers.packed import read_packed
from headwater.intake.readers.pdf import read_pdf
from headwater.intake.readers.pst import read_pst
from headwater.intake.readers.rtf import read_rtf
from headwater.intake.readers.sevenzip import read_7z
from headwater.intake.readers.tar import read_tar
from headwater.intake.readers.text import read_other, read_text
from headwater.intake.readers.zip import read_zip
from headwater.intake.seam import ContainerReader, Form, LeafReader

LEAVES: Mapping[Form, LeafReader] = {
    Form.MESSAGE: read_message,
    Form.EMLX: read_emlx,
    Form.EMLXPART: read_emlxpart,
    Form.TEXT: read_text,
    Form.HTML: read_html,
    Form.PDF: read_pdf,
    Form.IMAGE: read_image,
    Form.OOXML: read_ooxml,
    Form.OLDOFFICE: read_oldoffice,
    Form.OPENDOCUMENT: read_opendocument,
    Form.RTF: read_rtf,
    Form.EPUB: read_epub,
    Form.OTHER: read_other,
    Form.MSG: read_msg,
    Form.TNEF: read_tnef,
    Form.OUTLOOK_ITEM: read_outlook_item,
}
"""Readers of single documents."""

CONTAINERS: Mapping[Form, ContainerReader] = {
    Form.FILE: read_file_alone,
    Form.MBOX: read_mbox,
    Form.LISTSERV: read_listserv,
    Form.ZIP: read_zip,
    Form.TAR: read_tar,
    Form.SEVENZIP: read_7z,
    Form.PACKED: read_packed,
    Form.PST: read_pst,
    Form.FOLDER: read_folder,
    Form.MAILDIR: read_maildir,
}
"""Readers of containers."""
