"""The language of a text: declared, or settled by its script, or not known."""

from __future__ import annotations

import pytest

from bot.feeds.language import language_of


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("我们提出了 TeapotNet 模型，它比 baseline 更好。", "", "zh"),
        ("我们提出了一种新方法。", "en-us", "zh"),
        ("我们提出了一种新方法。", "zh-CN", "zh"),
        ("ティーポットの三次元復元について述べる。", "", "ja"),
        ("東京大学研究報告", "ja", "ja"),
        ("良の茶壶旗舰店发布了新的三维重建模型与数据集，论文已公开。", "", "zh"),
        ("찻주전자 복원에 대한 연구", "", "ko"),
        ("Teapots are reconstructed.", "", ""),
        ("Teapots are reconstructed.", "en-GB", "en"),
        ("Des théières sont reconstruites.", "FR", "fr"),
        ("Teapots are reconstructed.", "zh", ""),
        ("Чайники восстановлены.", "", ""),
        ("Чайники восстановлены.", "ru", "ru"),
        ("Teapots by 李明 and 王芳", "en", "en"),
        ("", "de", "de"),
        ("123", "", ""),
        ("Teapots", "english", ""),
    ],
)
def test_the_language_is_declared_or_settled_by_the_script(text: str, declared: str, language: str):
    assert language_of(text, declared) == language
