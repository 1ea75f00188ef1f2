"""Hypothesis strategies that several tests share."""

from hypothesis import strategies as st

NAMES = st.sampled_from(
    ["Odile Brandt", "Teo Marsh", "Ñandú Águila", "Marsh, Teo", '"Quoted" Name', "王小明", ""]
)
ADDRESSES = st.from_regex(r"[a-z][a-z0-9.]{0,8}[a-z0-9]@[a-z]{2,8}\.example", fullmatch=True)
LINES = st.one_of(
    st.text(st.characters(codec="ascii", exclude_characters="\r\n"), max_size=40),
    st.sampled_from(
        ["", "From here on", ">From there", ">>From", "From a@b.example Mon Mar  3 10:00:00 2031", "--b"]
    ),
)
"""Lines of a body, awkward ones among them."""


@st.composite
def plain_messages(draw: st.DrawFn) -> bytes:
    """A message with headers and a body that ends with a line end."""
    number = draw(st.integers(0, 10**6))
    body = "\n".join(draw(st.lists(LINES, max_size=8)))
    return f"From: {draw(ADDRESSES)}\nSubject: number {number}\nMessage-ID: <{number}@x.example>\n\n{body}\n".encode()
