"""Small documents for the sample office."""


def paper(title: str, *lines: str) -> bytes:
    """A page with a heading and a few sentences. Only letters that the standard fonts have."""
    from fpdf import FPDF  # slow to load, and only the first start of a sample office draws

    made = FPDF(format="A4")
    made.set_title(title)
    made.add_page()
    made.set_font("Helvetica", style="B", size=20)
    made.cell(0, 14, title, new_x="LMARGIN", new_y="NEXT")
    made.set_font("Helvetica", size=12)
    made.ln(6)
    for line in lines:
        made.multi_cell(0, 7, line, new_x="LMARGIN", new_y="NEXT")
        made.ln(3)
    return bytes(made.output())
