"""Sentences that say first what a thing holds, and then what it is: Japanese, as the preset knows it."""

from __future__ import annotations

from functools import cache

import pytest
from support.every_row import every_row

from epoch_cli import load_catalog
from epoch_cli.providers.offline.knowledge.lexicon import lexicon_of
from epoch_cli.providers.offline.knowledge.wordorder import WordOrder

HOLDS = "HOLDS"
"""Stands for the word that opens what a thing holds."""


@cache
def japanese() -> WordOrder:
    """As the preset knows it; not at import, which all that collect tests would pay for."""
    return lexicon_of(load_catalog(), "ログインのフォーム").order


def read(text: str) -> str:
    return " ".join(japanese().read(text).split())


def opened(text: str) -> str:
    """A text with the word that `HOLDS` stands for."""
    return text.replace(HOLDS, japanese().opens)


@every_row(
    ("said", "meant"),
    [
        ("名前,メールのフォーム", f"フォーム {HOLDS} 名前, メール"),
        ("名前とメールがあるフォームを作ってください", f"フォーム {HOLDS} 名前, メール"),
        ("注文のテーブル", "注文 テーブル"),
        ("釣果を記録するフォーム", "釣果 フォーム"),
        ("名前と感想を書いて送れるフォーム", f"フォーム {HOLDS} 名前, 感想"),
        ("氏名とメールを登録できるページ", f"フォーム {HOLDS} 氏名, メール"),
        ("最近の注文のテーブルと検索バー", "最近の注文 テーブル, 検索バー"),
    ],
)
def test_the_thing_comes_first_and_then_what_it_holds(said: str, meant: str) -> None:
    assert read(said) == opened(meant)


def test_a_noun_behind_a_list_stands_for_all_of_it() -> None:
    assert read("売上,解約率の指標と最近の注文のテーブルがあるダッシュボード") == opened(
        f"ダッシュボード {HOLDS} 各指標: 売上, 解約率, 最近の注文 テーブル"
    )


def test_but_one_that_no_list_can_have_only_for_the_last() -> None:
    assert read("姓,国の選択がある登録フォーム") == opened(f"登録フォーム {HOLDS} 姓, 国 選択")


@pytest.mark.parametrize("said", ["列は品種,搾乳量です", "列は品種と搾乳量"])
def test_what_is_told_of_a_part_stands_behind_a_colon(said: str) -> None:
    assert read(said) == "各列: 品種, 搾乳量"


@pytest.mark.parametrize("said", ["カード3枚", "カードを３枚表示", "カードが三枚"])
def test_numbers_stand_before_what_they_count(said: str) -> None:
    assert read(said).startswith("3 カード")


def test_what_is_said_of_a_list_is_said_of_each() -> None:
    assert read("名前とメールを必須にして") == "名前 必須, メール 必須"


def test_the_colon_of_an_opened_list_keeps_the_screen_and_its_parts() -> None:
    assert read("アカウント画面のタブ:基本情報,通知") == opened(f"アカウント画面 {HOLDS} 各タブ : 基本情報, 通知")


@pytest.mark.parametrize("said", ["お知らせと設定", "ご意見,ご感想"])
def test_a_joint_inside_of_a_known_word_joins_nothing(said: str) -> None:
    assert len(read(said).split(", ")) == 2


@pytest.mark.parametrize("text", ["", "login form with email and password", "と", "の" * 500, "フォーム" * 200])
def test_a_text_that_says_nothing_of_the_kind_keeps_its_words(text: str) -> None:
    assert read(text).replace(" ", "") == text.replace(" ", "")


def test_a_language_without_the_table_keeps_its_order() -> None:
    assert WordOrder.of({"noun": []}).read("名前のフォーム") == "名前のフォーム"
