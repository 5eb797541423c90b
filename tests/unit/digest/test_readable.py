from __future__ import annotations

import pytest

from bot.digest.readable import readable

AS_READ = (
    (r"Learning $\alpha$-fair nets", "Learning α-fair nets"),
    (r"a rate of $10^{-3}$", "a rate of 10⁻³"),
    ("a rate of 10^{-3}", "a rate of 10⁻³"),
    (r"with $\tau = 0.1$ and $x \leq y$", "with τ = 0.1 and x ≤ y"),
    (r"$R^2$, 7$^{th}$, 90$^{\circ}$", "R², 7th, 90°"),
    (r"$x_i^{t+1}$ and $\theta_{k}$", "xᵢᵗ⁺¹ and θₖ"),
    (r"$\mathcal{O}(n \log n)$", "𝒪(n log n)"),
    (r"2$\times$ faster, 640$\times$480", "2× faster, 640×480"),
    (r"\textbf{Evo}lutionary \emph{search}", "Evolutionary search"),
    (r"G\"odel and Fr\'echet in S\~ao Paulo", "Gödel and Fréchet in São Paulo"),
    (r"75\% of a~b", "75% of a b"),
    ("75% of all, 25% of none", "75% of all, 25% of none"),
    ("about ~5% and ~ 7", "about ~5% and ~ 7"),
    ("pages 3--4 --- and ``so on''", "pages 3–4 — and “so on”"),
    (r"see \url{http://a.example/b_c}.", "see http://a.example/b_c."),
    (r"\href{http://a.example}{here}", "http://a.example"),
    (r"\href{http://a.example}{our page}", "our page (http://a.example)"),
    (r"at \href{http://a.example/x}.", "at http://a.example/x."),
    ("https://a.example/~me/a_b%20c is kept", "https://a.example/~me/a_b%20c is kept"),
    (r"as shown~\cite{x, y}.", "as shown."),
    (r"label$\unicode{x2014}$shared", "label—shared"),
    (r"\eg this, \ie that", "e.g. this, i.e. that"),
    (r"we call it \ourmethod, which works", "we call it ourmethod, which works"),
    (r"\camready{new words} stay", "new words stay"),
    (r"0.96{\deg}C", "0.96°C"),
    ("{GPT} and {T}esting", "GPT and Testing"),
    ("the set {0, 1}", "the set {0, 1}"),
    ("costs 5$ more", "costs 5$ more"),
    ("from $5 to $10", "from $5 to $10"),
    ("US$5,000-$10,000 & more #1", "US$5,000-$10,000 & more #1"),
    (r"for \$4", "for $4"),
    ("snake_case and a^b stay", "snake_case and a^b stay"),
    ("two  spaces\n and\ta break", "two spaces and a break"),
    ("nul\x00 and bell\x07", "nul and bell"),
    ("half \ud800 pair", "half \ufffd pair"),
    ("", ""),
)


@pytest.mark.parametrize(("written", "read"), AS_READ)
def test_text_is_read_as_a_person_would(written: str, read: str) -> None:
    assert readable(written) == read


@pytest.mark.parametrize(
    "broken", [r"\frac", r"\textbf{never closed $x", "\\", "{" * 5000 + "\\x", r"\begin{a}", r"\item["]
)
def test_broken_latex_is_shown_rather_than_lost(broken: str) -> None:
    assert readable(broken + " and the rest").endswith("and the rest")


def test_a_whole_page_is_not_converted() -> None:
    assert readable("\\alpha " * 5000).startswith("\\alpha")


def test_reading_twice_changes_nothing_more() -> None:
    once = readable(r"\textbf{Evo} $10^{-3}$ with 5\% of $\alpha$ at ~5")
    assert readable(once) == once
